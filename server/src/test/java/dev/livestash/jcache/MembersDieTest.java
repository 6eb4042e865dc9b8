package dev.livestash.jcache;

import java.util.List;
import org.junit.jupiter.api.Nested;

/** What dies with a cache's members, by provider. */
class MembersDieTest {
  @Nested
  class OfHazelcastTest extends MembersDieContract {
    @Override
    Class<?> member() {
      return HazelcastMember.class;
    }

    @Override
    CacheCluster join(int port, List<Integer> all) {
      return new HazelcastCluster(port, all);
    }
  }

  @Nested
  class OfInfinispanTest extends MembersDieContract {
    @Override
    Class<?> member() {
      return InfinispanMember.class;
    }

    @Override
    CacheCluster join(int port, List<Integer> all) {
      return new InfinispanCluster(port, all);
    }
  }
}
