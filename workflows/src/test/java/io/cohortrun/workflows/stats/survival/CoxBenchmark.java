package io.cohortrun.workflows.stats.survival;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Cox's model of 21 covariates, 14,256 subjects, follow-up in whole months: writes the table for
 * R's {@code coxph} ({@code src/test/oracles/cox-benchmark.R}) and prints the processor seconds of
 * a fit.
 */
final class CoxBenchmark {

  private static final int SUBJECTS = 14_256;
  private static final int COVARIATES = 21;
  private static final int FITS = 100;

  private CoxBenchmark() {}

  /** The argument is the table's file. */
  public static void main(String[] args) throws IOException, NonConverged {
    Random random = new Random(1);
    double[][] x = new double[SUBJECTS][COVARIATES];
    double[] time = new double[SUBJECTS];
    boolean[] event = new boolean[SUBJECTS];
    for (int i = 0; i < SUBJECTS; i++) {
      double shared = random.nextGaussian();
      double risk = 0;
      for (int j = 0; j < COVARIATES; j++) {
        x[i][j] = 0.7 * shared + 0.7 * random.nextGaussian();
        risk += 0.1 * (j % 3 - 1) * x[i][j];
      }
      double death = -40 * Math.log(random.nextDouble()) * Math.exp(-risk);
      double end = 120 * random.nextDouble();
      time[i] = Math.ceil(Math.min(death, end));
      event[i] = death <= end;
    }
    write(Path.of(args[0]), time, event, x);
    FollowUp data = FollowUp.of(time, event);
    double[] seconds = new double[FITS];
    CoxFit fit = null;
    for (int k = 0; k < FITS; k++) {
      long start = processor();
      fit = CoxModel.fit(data, x, CoxModel.Ties.EFRON, 0);
      seconds[k] = (processor() - start) / 1e9;
    }
    System.out.println("first " + seconds[0]);
    Arrays.sort(seconds);
    System.out.println("median " + seconds[FITS / 2]);
    for (double b : fit.coefficients()) {
      System.out.println(b);
    }
  }

  private static long processor() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void write(Path file, double[] time, boolean[] event, double[][] x)
      throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
      out.print("time,event");
      for (int j = 0; j < COVARIATES; j++) {
        out.print(",x" + j);
      }
      out.println();
      for (int i = 0; i < time.length; i++) {
        out.print(time[i] + "," + (event[i] ? 1 : 0));
        for (double v : x[i]) {
          out.print("," + v);
        }
        out.println();
      }
    }
  }
}
