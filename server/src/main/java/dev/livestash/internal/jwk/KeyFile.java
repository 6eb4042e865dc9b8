package dev.livestash.internal.jwk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A file that holds a key set: readable by its owner only, and never seen half written. */
public final class KeyFile {
  /** The most where the server is not the owner, and reads it by its group. */
  private static final Set<PosixFilePermission> BY_GROUP =
      PosixFilePermissions.fromString("rw-r-----");

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /** Linux has it, and it is its process's user's. */
  private static final Path THIS_PROCESS = Path.of("/proc/self");

  private static final String OWNER = "unix:uid";

  private KeyFile() {}

  /**
   * Whether a key is still to be made here: there is no file, or an empty one, which an earlier
   * version left behind when the disk was full.
   */
  public static boolean isMissing(Path file) {
    try {
      return !Files.exists(file) || (Files.isRegularFile(file) && Files.size(file) == 0);
    } catch (IOException unreadable) {
      // Whoever reads it says what is wrong with it.
      return false;
    }
  }

  /** Makes a file with one new key. One that is there already, with something in it, stays. */
  public static void create(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path next = next(file);
      try {
        write(next, KeySet.create(file.toString()));
        putInPlace(next, file);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException failure) {
      throw new IllegalStateException(
          "Cannot write a key file at "
              + file
              + ", and have left nothing there. Choose a folder that the process may write to, on a"
              + " disk that is not full.",
          failure);
    }
  }

  private static void putInPlace(Path next, Path file) throws IOException {
    if (Files.exists(file)) {
      moveOverEmpty(next, file);
      return;
    }
    try {
      Files.createLink(file, next);
    } catch (FileAlreadyExistsException other) {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString(), null, "it is a link to nothing");
      }
      // Another process was faster; its key is as good as ours.
      return;
    } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
      moveOverEmpty(next, file);
    }
    forceFolder(file);
  }

  private static void moveOverEmpty(Path next, Path file) throws IOException {
    if (isMissing(file)) {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder(file);
    }
  }

  /**
   * Puts another set into a file that is there, in one step: who reads it sees the one or the
   * other.
   */
  public static void replace(Path file, KeySet keys) {
    try {
      Path real = file.toRealPath();
      Path next = next(real);
      try {
        write(next, keys);
        keepOwner(real, next);
        Files.move(next, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(next);
      }
      forceFolder(real);
    } catch (IOException failure) {
      throw new IllegalStateException(
          "Cannot replace "
              + file
              + ", which is as before. Do it as the file's owner, who is in its group if that may"
              + " read it, on a disk that is not full.",
          failure);
    }
  }

  /** A file that nobody else writes, beside the one that it will be. */
  private static Path next(Path file) {
    return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".next");
  }

  private static void write(Path file, KeySet keys) throws IOException {
    ByteBuffer json = ByteBuffer.wrap(keys.toJson().getBytes(StandardCharsets.UTF_8));
    try (FileChannel out = FileChannel.open(file, NEW, ownerOnly(file))) {
      while (json.hasRemaining()) {
        out.write(json);
      }
      out.force(true);
    }
  }

  /** So that the name outlives a crash, too; where a folder cannot be opened, it has to do. */
  private static void forceFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
      opened.force(true);
    } catch (IOException notHere) {
      return;
    }
  }

  /** A file that the administrator changes stays readable to the server. */
  private static void keepOwner(Path file, Path next) throws IOException {
    if (!Files.getOwner(next).equals(Files.getOwner(file))) {
      Files.setOwner(next, Files.getOwner(file));
    }
    PosixFileAttributeView to = Files.getFileAttributeView(next, PosixFileAttributeView.class);
    if (to != null) {
      PosixFileAttributes from = Files.readAttributes(file, PosixFileAttributes.class);
      Set<PosixFilePermission> who = from.permissions();
      if (who.contains(PosixFilePermission.GROUP_READ) && BY_GROUP.containsAll(who)) {
        to.setGroup(from.group());
        to.setPermissions(who);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether this file's system says who may read it. */
  public static boolean saysWhoMayRead(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class) != null;
  }

  /**
   * What is wrong with who may read a file, as a sentence; empty if only its owner may, or {@link
   * #saysWhoMayRead} is false. Where the owner is another user, this process is one of the group.
   */
  public static Optional<String> exposure(Path file) {
    if (!saysWhoMayRead(file)) {
      return Optional.empty();
    }
    try {
      Set<PosixFilePermission> others = EnumSet.copyOf(OTHERS);
      others.retainAll(Files.getPosixFilePermissions(file));
      if (!isOurs(file)) {
        others.remove(PosixFilePermission.GROUP_READ);
      }
      return Optional.of(
              "Others than its owner may read or write the key file "
                  + file
                  + ", and whoever has a key can forge states. Run: chmod 600 "
                  + file)
          .filter(exposed -> !others.isEmpty());
    } catch (IOException notSaid) {
      return Optional.of(
          "Who may read or write the key file " + file + " is not said: " + notSaid.getMessage());
    }
  }

  /** By its number, where there is one: a container's user often has no name. */
  private static boolean isOurs(Path file) throws IOException {
    boolean hasNumbers = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    if (hasNumbers && Files.exists(THIS_PROCESS)) {
      return Files.getAttribute(file, OWNER).equals(Files.getAttribute(THIS_PROCESS, OWNER));
    }
    return Files.getOwner(file).getName().equals(System.getProperty("user.name"));
  }

  /**
   * Reads the set of a file that is nobody else's.
   *
   * @throws UnfitKeysException as {@link #open}, or if others may read or write it
   */
  public static KeySet openPrivate(Path file) {
    KeySet keys = open(file);
    Optional<String> exposure = exposure(file);
    if (exposure.isPresent()) {
      throw new UnfitKeysException(exposure.get());
    }
    return keys;
  }

  /**
   * Reads the set of a file.
   *
   * @throws UnfitKeysException if that cannot be read, or is not fit
   */
  public static KeySet open(Path file) {
    try {
      String json = Files.readString(file);
      if (json.isBlank()) {
        throw new UnfitKeysException(
            "The key file "
                + file
                + " is empty; perhaps the disk was full when it was written. Restore it from"
                + " another node or a backup; if no tab holds a token of it yet, make it anew with"
                + " KeyTool.");
      }
      return KeySet.parse(json, file.toString());
    } catch (IOException failure) {
      throw new UnfitKeysException(
          "Cannot read the key file " + file + ". Let the process read it.", failure);
    }
  }
}
