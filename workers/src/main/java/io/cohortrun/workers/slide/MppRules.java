package io.cohortrun.workers.slide;

import io.cohortrun.workflows.contract.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The resolution chain: manifest, vendor's field, OME-XML, TIFF tags, objective power. The first
 * statement that is present ends the chain, even where it is wrong: a wrong number is shown to a
 * person and never replaced by a guess.
 */
public final class MppRules {

  /** Least plausible micrometres per pixel. */
  public static final double LEAST = 0.05;

  /** Largest plausible micrometres per pixel. */
  public static final double LARGEST = 100;

  private static final double ANISOTROPY = 0.02;
  private static final double DISAGREEMENT = 0.05;

  private MppRules() {}

  /**
   * Resolves level-0 micrometres per pixel.
   *
   * @param stated what the file says, unjudged
   * @param override the manifest's mpp, or null
   * @throws SlideFailure MissingMpp, ImplausibleMpp, AnisotropicMpp
   */
  public static Mpp resolve(SlideInfo.Resolution stated, Double override) throws SlideFailure {
    if (override == null) {
      return fromFile(stated);
    }
    double value = plausible(override.toString(), "the manifest's mpp", "correct it");
    List<String> warnings = new ArrayList<>();
    try {
      Mpp file = fromFile(stated);
      if (Math.abs(value - file.value()) > DISAGREEMENT * file.value()) {
        warnings.add(
            ("the manifest's mpp %s differs by more than 5 %% from the file's %s (%s); the manifest"
                    + " was used: check which one is right")
                .formatted(text(value), text(file.value()), file.source()));
      }
    } catch (SlideFailure unusable) {
      if (unusable.code() != Outcome.MissingMpp) {
        warnings.add("the manifest's mpp replaces the file's: " + unusable.getMessage());
      }
    }
    return new Mpp(value, "manifest", List.copyOf(warnings));
  }

  private static Mpp fromFile(SlideInfo.Resolution stated) throws SlideFailure {
    if (present(stated.vendorX()) || present(stated.vendorY())) {
      return both(stated.vendorX(), stated.vendorY(), "vendor", "the scanner's mpp field");
    }
    if (present(stated.omeX()) || present(stated.omeY())) {
      return both(stated.omeX(), stated.omeY(), "ome", "the OME-XML PhysicalSize");
    }
    if (present(stated.tiffX()) || present(stated.tiffY())) {
      return both(stated.tiffX(), stated.tiffY(), "tiff", "the TIFF resolution tag");
    }
    if (present(stated.objective())) {
      String power = stated.objective().strip().replaceFirst("[xX]$", "");
      double value = 10 / number(power);
      return new Mpp(
          judged(
              value,
              "the objective power '%s'".formatted(shown(stated.objective())),
              "add an mpp column to the manifest and give this row its micrometres per pixel"),
          "objective",
          List.of());
    }
    throw new SlideFailure(
        Outcome.MissingMpp,
        "the file states neither micrometres per pixel nor an objective power: add an mpp column to"
            + " the manifest and give this row its micrometres per pixel (0.25 is typical of a 40x"
            + " scan, 0.5 of 20x)");
  }

  private static Mpp both(String x, String y, String source, String field) throws SlideFailure {
    String advice = "add an mpp column to the manifest and give this row its micrometres per pixel";
    List<String> warnings = new ArrayList<>();
    if (!present(x) || !present(y)) {
      warnings.add(field + " is given for one axis only; it was used for both");
    }
    double first = plausible(present(x) ? x : y, field, advice);
    double second = plausible(present(y) ? y : x, field, advice);
    if (Math.abs(first - second) > ANISOTROPY * Math.min(first, second)) {
      throw new SlideFailure(
          Outcome.AnisotropicMpp,
          ("pixels are not square: %s says %s um in x and %s um in y, more than 2 %% apart; where"
                  + " that is a mistake of the file, %s")
              .formatted(field, text(first), text(second), advice));
    }
    return new Mpp((first + second) / 2, source, List.copyOf(warnings));
  }

  private static double plausible(String raw, String field, String advice) throws SlideFailure {
    return judged(number(raw), "%s '%s'".formatted(field, shown(raw)), advice);
  }

  private static double judged(double value, String what, String advice) throws SlideFailure {
    // Written so that NaN fails too.
    if (value >= LEAST && value <= LARGEST) {
      return value;
    }
    throw new SlideFailure(
        Outcome.ImplausibleMpp,
        "%s does not give a resolution between 0.05 and 100 um per pixel: %s"
            .formatted(what, advice));
  }

  private static double number(String raw) {
    try {
      return Double.parseDouble(raw.strip());
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }

  private static boolean present(String raw) {
    return raw != null && !raw.isBlank();
  }

  /** File text goes into sentences that people read: short, and without control characters. */
  private static String shown(String raw) {
    String clean = raw.strip().replaceAll("\\p{C}", "?");
    return clean.length() <= 24 ? clean : clean.substring(0, 24) + "...";
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
