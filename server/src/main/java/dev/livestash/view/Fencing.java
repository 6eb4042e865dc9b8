package dev.livestash.view;

/** How far the check against older tokens and second owners reached. */
public enum Fencing {
  /** This node's memory: a rollback across nodes or restarts would not have been seen. */
  LOCAL,
  /** A fence that all nodes share. */
  SHARED
}
