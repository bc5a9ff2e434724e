package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.read.SlideReaderContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Fails where there is no OpenSlide; only -Dcohortrun.openslide=absent takes it out. */
@DisabledIfSystemProperty(named = "cohortrun.openslide", matches = "absent")
class ChildOpenSlideContractTest extends SlideReaderContract {

  private static final DecodeProcesses PROCESSES = new DecodeProcesses();

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
    return "openslide";
  }
}
