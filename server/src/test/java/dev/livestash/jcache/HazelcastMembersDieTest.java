package dev.livestash.jcache;

import java.util.List;

/** What dies with members of Hazelcast. */
class HazelcastMembersDieTest extends MembersDieContract {
  @Override
  Class<?> member() {
    return HazelcastMember.class;
  }

  @Override
  CacheCluster join(int port, List<Integer> all) {
    return new HazelcastCluster(port, all);
  }
}
