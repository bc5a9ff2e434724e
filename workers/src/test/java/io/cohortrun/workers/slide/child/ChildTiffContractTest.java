package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.read.SlideReaderContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class ChildTiffContractTest extends SlideReaderContract {

  private final DecodeProcesses processes =
      new DecodeProcesses(DecodeLimits.standard(), Map.of("cohortrun.openslide", "absent"));

  @AfterEach
  void stop() {
    processes.close();
  }

  @Override
  protected SlideOpener opener() {
    return processes;
  }

  @Override
  protected String reader() {
    return "tiff";
  }
}
