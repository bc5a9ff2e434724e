package io.cohortrun.workers.report;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.cohortrun.workers.report.findings.RunTables;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The pages that a person opens: {@code report/index.html} with every row's outcome, one page per
 * row, and what the analyses found. Made from the run's published files and committed results
 * alone; no page asks any network.
 *
 * <p>Rows are written side by side, since each waits for the store many times; how many is bounded
 * by number and by the size of their canvases.
 */
public final class Report implements ReportWriter {

  private static final int MOST_ROWS = 16;

  /** A cell takes one byte per channel, and its page about four times what that packs to. */
  private static final long MOST_CELLS = 4 << 20;

  /** A page under way. */
  private record Writing(long cells, Future<IndexRow> row) {}

  @Override
  public void write(ReportInput run, ObjectStore store) throws IOException {
    RunLayout layout = new RunLayout(run.input().run());
    RunTables tables = RunTables.of(run.input(), run.bundle().demo(), store);
    StatisticsPages statistics = StatisticsPages.of(run, tables);
    RowPages pages = new RowPages(run, statistics.frame(), store);
    IndexPage index = new IndexPage(run, statistics.frame());
    GalleryPage gallery = new GalleryPage(run.manifest().rows().size());
    String ledger =
        new String(
            store
                .get(layout.ledger())
                .orElseThrow(() -> new IOException(layout.ledger() + " is missing")),
            StandardCharsets.UTF_8);
    ExecutorService each = Executors.newVirtualThreadPerTaskExecutor();
    try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(ledger)) {
      Queue<Writing> writing = new ArrayDeque<>();
      long cells = 0;
      int row = 0;
      for (NamedCsvRecord line : lines) {
        int number = row++;
        Map<String, String> fields = line.getFieldsAsMap();
        long more = pages.cells(number);
        while (writing.size() == MOST_ROWS || (!writing.isEmpty() && cells + more > MOST_CELLS)) {
          cells -= finish(writing, index, gallery);
        }
        writing.add(new Writing(more, each.submit(() -> pages.write(number, fields))));
        cells += more;
      }
      while (!writing.isEmpty()) {
        finish(writing, index, gallery);
      }
    } finally {
      each.shutdownNow();
    }
    statistics.write(tables, store);
    store.put(layout.report() + GalleryPage.FILE, gallery.html(statistics.frame()));
    store.put(layout.report() + "index.html", index.html());
  }

  /** Waits for the oldest, so that the index has the ledger's order; returns its cells. */
  private static long finish(Queue<Writing> writing, IndexPage index, GalleryPage gallery)
      throws IOException {
    Writing oldest = writing.remove();
    try {
      IndexRow row = oldest.row().get();
      index.add(row);
      gallery.add(row);
      return oldest.cells();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the report was written");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException("a page of the report failed", e.getCause());
    }
  }
}
