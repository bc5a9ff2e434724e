package io.cohortrun.workers.slide.read;

import io.cohortrun.workers.slide.SlideOpener;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Fails where there is no OpenSlide; only -Dcohortrun.openslide=absent takes it out. */
@DisabledIfSystemProperty(named = "cohortrun.openslide", matches = "absent")
class OpenSlideContractTest extends SlideReaderContract {

  @Override
  protected SlideOpener opener() {
    return new Readers();
  }

  @Override
  protected String reader() {
    return "openslide";
  }
}
