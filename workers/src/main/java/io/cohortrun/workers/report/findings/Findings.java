package io.cohortrun.workers.report.findings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All statistics pages of a run, in reading order; those without a table are left out. */
public final class Findings {

  private Findings() {}

  public static List<FindingsPage> of(RunTables run) throws IOException {
    List<FindingsPage> pages = new ArrayList<>();
    for (Optional<FindingsPage> page :
        List.of(
            CohortPage.of(run),
            AssociationsPage.of(run),
            SurvivalPage.of(run),
            TriagePage.of(run),
            ConcordancePage.of(run),
            QualityPage.of(run),
            Validation.page(run))) {
      page.ifPresent(pages::add);
    }
    pages.add(ReproductionPage.of(run));
    pages.add(MethodsPage.of(run));
    pages.add(DownloadsPage.of(run));
    pages.addFirst(SummaryPage.of(run, pages));
    return pages;
  }
}
