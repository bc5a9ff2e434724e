package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.read.SlideReaderContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

class ChildTiffContractTest extends SlideReaderContract {

  private static final DecodeProcesses PROCESSES =
      new DecodeProcesses(DecodeLimits.standard(), Map.of("cohortrun.openslide", "absent"));

  @AfterAll
  static void stop() {
    PROCESSES.close();
  }

  @Override
  protected SlideOpener opener() {
    return PROCESSES;
  }

  @Override
  protected String reader() {
    return "tiff";
  }
}
