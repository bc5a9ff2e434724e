package io.cohortrun.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Pods of one namespace, as far as a download needs them. */
interface ShortLivedPods {

  /**
   * Makes a pod, and waits until it runs.
   *
   * @throws io.cohortrun.cli.CliFailure it does not, and why
   */
  void start(Pod pod);

  /**
   * Runs a command in it.
   *
   * @param reader is given its output
   * @throws io.cohortrun.cli.CliFailure the command failed, with its last words
   * @throws IOException by the reader, or where the stream broke
   */
  void exec(Pod pod, List<String> command, Reader reader) throws IOException;

  /** Removes it; one that is gone, or never was, is no error. */
  void remove(Pod pod);

  /** Takes a command's output as it comes. */
  interface Reader {
    void read(InputStream output) throws IOException;
  }
}
