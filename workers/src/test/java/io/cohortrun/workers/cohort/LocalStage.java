package io.cohortrun.workers.cohort;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Stages files of this disk where they lie. */
final class LocalStage implements SlideStage {

  @Override
  public Staged stage(String uri) throws SlideFailure, IOException {
    Path path = Path.of(URI.create(uri));
    if (!Files.exists(path)) {
      throw new SlideFailure(Outcome.NotFound, "the slide does not exist; check its uri");
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(path)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    StringBuilder set = new StringBuilder();
    long bytes = 0;
    for (Path file : files) {
      try {
        set.append(Digests.of(Files.newInputStream(file))).append('\n');
        bytes += Files.size(file);
      } catch (AccessDeniedException e) {
        throw new SlideFailure(Outcome.AccessDenied, "the slide may not be read by this user");
      }
    }
    return new Local(
        path, Digests.of(set.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)), bytes);
  }

  private record Local(Path path, String contentDigest, long bytes) implements Staged {
    @Override
    public void close() {}
  }
}
