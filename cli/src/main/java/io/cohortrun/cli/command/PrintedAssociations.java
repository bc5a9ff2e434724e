package io.cohortrun.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.analyse.AssociationColumns;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workflows.stats.screen.Association;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Prints associations as they are told: a tab-separated table, or one line of JSON. */
abstract sealed class PrintedAssociations implements AssociationAnalysis.Sink {

  /** Ends what is printed; the stream stays open. */
  abstract void end() throws IOException;

  static PrintedAssociations to(PrintStream out, boolean json) throws IOException {
    return json ? new Line(out) : new Table(out);
  }

  private static final class Table extends PrintedAssociations {

    private final PrintStream out;

    Table(PrintStream out) {
      this.out = out;
      out.println(String.join("\t", AssociationColumns.NAMES));
    }

    @Override
    public void stratum(List<Association> associations) {
      StringBuilder text = new StringBuilder();
      for (Association one : associations) {
        text.append(String.join("\t", AssociationColumns.cells(one)))
            .append(System.lineSeparator());
      }
      out.print(text);
    }

    @Override
    void end() {
      out.flush();
    }
  }

  private static final class Line extends PrintedAssociations {

    private final PrintStream out;
    private final JsonGenerator line;
    private final SequenceWriter rows;

    Line(PrintStream out) throws IOException {
      this.out = out;
      this.line =
          Json.MAPPER
              .getFactory()
              .createGenerator(out)
              .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      this.rows = Json.MAPPER.writer().writeValuesAsArray(line);
    }

    @Override
    public void stratum(List<Association> associations) throws IOException {
      for (Association one : associations) {
        rows.write(AssociationColumns.row(one));
      }
    }

    @Override
    void end() throws IOException {
      rows.close(); // ends the array, and leaves a generator that it was given open
      line.close();
      out.println();
    }
  }
}
