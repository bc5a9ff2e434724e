package io.cohortrun.workers.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalLong;

/** How much a store can still take. */
public final class SpaceLeft {

  private SpaceLeft() {}

  /** Bytes that this user may still write; empty where the store does not tell. */
  public static OptionalLong of(ObjectStore store) throws IOException {
    return store instanceof FolderStore folder
        ? OptionalLong.of(Files.getFileStore(folder.path()).getUsableSpace())
        : OptionalLong.empty();
  }
}
