package dev.livestash.acceptance.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.stack.MembershipChangePolicy;
import org.jgroups.util.NameCache;

/**
 * Has a cluster's coordinator, which is the first of its nodes, be one that holds data: servers die
 * far more often, and each death of a coordinator has all others wait. Named in the files of {@link
 * CacheProduct#INFINISPAN}.
 */
public final class MembersFirst implements MembershipChangePolicy {
  /** How the names start of those that hold data. */
  private static final String MEMBER = "member";

  private static final Comparator<Address> ORDER =
      Comparator.comparing(node -> !String.valueOf(NameCache.get(node)).startsWith(MEMBER));

  private final MembershipChangePolicy byAge = new GMS.DefaultMembershipPolicy();

  @Override
  public List<Address> getNewMembership(
      Collection<Address> current,
      Collection<Address> joiners,
      Collection<Address> leavers,
      Collection<Address> suspects) {
    return ordered(byAge.getNewMembership(current, joiners, leavers, suspects));
  }

  @Override
  public List<Address> getNewMembership(Collection<Collection<Address>> parts) {
    return ordered(byAge.getNewMembership(parts));
  }

  private static List<Address> ordered(List<Address> nodes) {
    return nodes.stream().sorted(ORDER).collect(Collectors.toCollection(ArrayList::new));
  }
}
