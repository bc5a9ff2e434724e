package io.cohortrun.workers.slide.read;

import io.cohortrun.workers.slide.SlideOpener;
import java.util.List;
import java.util.Optional;

class TiffContractTest extends SlideReaderContract {

  @Override
  protected SlideOpener opener() {
    return new Readers(new OpenSlideLibrary.Search(Optional.empty(), List.of()));
  }

  @Override
  protected String reader() {
    return "tiff";
  }
}
