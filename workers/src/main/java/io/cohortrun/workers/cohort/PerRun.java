package io.cohortrun.workers.cohort;

import io.cohortrun.workflows.contract.RunRef;
import java.io.IOException;

/**
 * Remembers one value of the run that this worker serves at the moment: what is frozen is read once
 * per worker, not once per activity.
 */
final class PerRun<T> {

  /** Reads the value from the store. */
  @FunctionalInterface
  interface Reader<T> {
    T read(RunFiles files) throws IOException;
  }

  private final Reader<T> reader;
  private RunRef run;
  private T value;

  PerRun(Reader<T> reader) {
    this.reader = reader;
  }

  synchronized T of(RunFiles files) throws IOException {
    if (!files.run().equals(run)) {
      value = reader.read(files);
      run = files.run();
    }
    return value;
  }
}
