package dev.livestash.jcache;

import java.util.List;

/** What dies with members of Infinispan. */
class InfinispanMembersDieTest extends MembersDieContract {
  @Override
  Class<?> member() {
    return InfinispanMember.class;
  }

  @Override
  CacheCluster join(int port, List<Integer> all) {
    return new InfinispanCluster(port, all);
  }
}
