package io.cohortrun.workers.analyse;

import io.cohortrun.workers.clinical.EventWords;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.stats.survival.EqualTimes;
import io.cohortrun.workflows.stats.survival.FollowUp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Follow-up as a table has it; rows that cannot be are left out and told. */
final class FollowUps {

  private final Columns table;
  private final SurvivalColumns columns;
  private final EventWords words;
  private final EqualTimes equal;

  /**
   * Of a table that has the columns.
   *
   * @throws BadTable a time or an entry is no number
   */
  FollowUps(Columns table, SurvivalColumns columns) throws BadTable {
    this.table = table;
    this.columns = columns;
    int[] known = table.complete(List.of(columns.event()), table.all());
    this.words = EventWords.of(table.levels(columns.event(), known));
    int[] whole = table.complete(columns.followUp(), table.all());
    double[] times = table.numbers(columns.time(), whole);
    this.equal =
        columns.entry() == null
            ? EqualTimes.among(times)
            : EqualTimes.among(times, table.numbers(columns.entry(), whole));
  }

  /** Rows with a possible follow-up; the others are told, by reason, and those of 0 among them. */
  int[] usable(Consumer<String> note) throws BadTable {
    int[] whole = table.complete(columns.followUp(), table.all());
    tell(table.rows() - whole.length, "no finite time, event or entry", note);
    int[] kept = new int[whole.length];
    int n = 0;
    int negative = 0;
    int backwards = 0;
    int zero = 0;
    for (int row : whole) {
      double time = time(row);
      event(row);
      if (time < 0) {
        negative++;
      } else if (!(entry(row) < time)) {
        backwards++;
      } else {
        kept[n++] = row;
        zero += time == 0 ? 1 : 0;
      }
    }
    tell(negative, "a time below 0", note);
    tell(backwards, "an entry that is not before the end", note);
    if (n == 0) {
      throw new BadTable(
          BadTable.Code.BadValue,
          "no row has a possible follow-up: a time of 0 or more and an event");
    }
    if (zero > 0) {
      note.accept(
          "%d row%s kept with a follow-up of 0%s"
              .formatted(
                  zero,
                  zero == 1 ? "" : "s",
                  columns.entry() == null ? ": at risk at time 0 only" : ""));
    }
    return Arrays.copyOf(kept, n);
  }

  private static void tell(int rows, String why, Consumer<String> note) {
    if (rows > 0) {
      note.accept("%d row%s left out: %s".formatted(rows, rows == 1 ? "" : "s", why));
    }
  }

  /** Of usable rows. */
  FollowUp of(int[] rows, int[] strata) throws BadTable {
    double[] entry = new double[rows.length];
    double[] time = new double[rows.length];
    boolean[] event = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      entry[i] = entry(rows[i]);
      time[i] = time(rows[i]);
      event[i] = event(rows[i]);
    }
    return new FollowUp(entry, time, event, strata);
  }

  private double time(int row) throws BadTable {
    return equal.of(table.number(columns.time(), row));
  }

  private double entry(int row) throws BadTable {
    return columns.entry() == null
        ? Double.NEGATIVE_INFINITY
        : equal.of(table.number(columns.entry(), row));
  }

  private boolean event(int row) throws BadTable {
    Optional<Boolean> ended = words.event(table.text(columns.event(), row));
    if (ended.isPresent()) {
      return ended.get();
    }
    throw table.wrong(columns.event(), row, "is neither 0 nor 1 (nor true, false, dead or alive)");
  }
}
