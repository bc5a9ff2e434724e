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
 * The pages that a person opens: {@code report/index.html} with every row's outcome, a page of each
 * row, and what the analyses found. Made from the run's published files and committed results
 * alone; no page asks any network.
 *
 * <p>Rows are read side by side, since each waits for the store many times; how many is bounded by
 * number and by the size of their canvases.
 */
public final class Report implements ReportWriter {

  private static final int MOST_ROWS = 16;

  /** A cell takes one byte per channel, packed, and its pictures about four times that. */
  private static final long MOST_CELLS = 4 << 20;

  /** A row under way. */
  private record Reading(long cells, Future<SlideRecord> row) {}

  /** Pages that rows are added to, one after the other. */
  private record Pages(IndexPage index, GalleryPage gallery, SlidePages slides) {

    void add(SlideRecord row) throws IOException {
      index.add(row.index());
      gallery.add(row.index());
      slides.add(row);
    }
  }

  @Override
  public void write(ReportInput run, ObjectStore store) throws IOException {
    RunLayout layout = new RunLayout(run.input().run());
    RunTables tables = RunTables.of(run.input(), run.bundle().demo(), store);
    StatisticsPages statistics = StatisticsPages.of(run, tables);
    Frame frame = statistics.frame();
    SlideSample sample = new SlideSample(run.manifest().rows().size());
    SlideRecords records = new SlideRecords(run, sample, store);
    Pages pages =
        new Pages(
            new IndexPage(run, frame),
            new GalleryPage(sample),
            new SlidePages(frame, sample, store, layout.report()));
    Assets.write(store, layout.report());
    rows(store, layout, records, pages);
    pages.slides().finish();
    statistics.write(tables, store);
    store.put(layout.report() + GalleryPage.FILE, pages.gallery().html(frame));
    store.put(layout.report() + "index.html", pages.index().html());
  }

  private static void rows(ObjectStore store, RunLayout layout, SlideRecords records, Pages pages)
      throws IOException {
    String ledger =
        new String(
            store
                .get(layout.ledger())
                .orElseThrow(() -> new IOException(layout.ledger() + " is missing")),
            StandardCharsets.UTF_8);
    ExecutorService each =
        Executors.newFixedThreadPool(
            MOST_ROWS, Thread.ofPlatform().daemon().name("row-", 0).factory());
    try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(ledger)) {
      Queue<Reading> reading = new ArrayDeque<>();
      long cells = 0;
      int row = 0;
      for (NamedCsvRecord line : lines) {
        int number = row++;
        Map<String, String> fields = line.getFieldsAsMap();
        long more = records.cells(number);
        while (reading.size() == MOST_ROWS || (!reading.isEmpty() && cells + more > MOST_CELLS)) {
          cells -= finish(reading, pages);
        }
        reading.add(new Reading(more, each.submit(() -> records.read(number, fields))));
        cells += more;
      }
      while (!reading.isEmpty()) {
        finish(reading, pages);
      }
    } finally {
      each.shutdownNow();
    }
  }

  /** Waits for the oldest, so that the index has the ledger's order; returns its cells. */
  private static long finish(Queue<Reading> reading, Pages pages) throws IOException {
    Reading oldest = reading.remove();
    try {
      pages.add(oldest.row().get());
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
