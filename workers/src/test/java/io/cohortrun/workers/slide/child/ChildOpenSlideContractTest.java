package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.read.SlideReaderContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Fails where there is no OpenSlide; only -Dcohortrun.openslide=absent takes it out. */
@DisabledIfSystemProperty(named = "cohortrun.openslide", matches = "absent")
class ChildOpenSlideContractTest extends SlideReaderContract {

  private final DecodeProcesses processes = new DecodeProcesses();

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
    return "openslide";
  }
}
