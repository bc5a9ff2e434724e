package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideReader;
import java.nio.file.Path;
import java.util.Map;

/** Main of a parent that prints its child's pid and then waits for a read that never ends. */
public final class ParentThatWaits {

  private ParentThatWaits() {}

  /** Takes the slide's path. */
  public static void main(String[] args) throws Exception {
    DecodeProcesses processes =
        new DecodeProcesses(
            DecodeLimits.standard(),
            Map.of(
                DecodeChild.OPENER, EvilOpener.class.getName(), "cohortrun.openslide", "absent"));
    try (SlideReader slide = processes.open(Path.of(args[0]))) {
      System.out.println(processes.pids().getFirst());
      slide.read(0, 0, 0, 8, 8, new int[64]);
    }
  }
}
