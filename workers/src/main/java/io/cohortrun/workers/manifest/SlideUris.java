package io.cohortrun.workers.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a manifest's {@code uri} and {@code roi} cells point to. A relative one belongs to the
 * manifest's folder and may not leave it, so that a manifest can be handed to others without
 * handing out the rest of the disk; an absolute one is taken as it stands.
 */
final class SlideUris {

  /** Object stores that a cell may name. */
  static final Set<String> STORES = Set.of("s3", "gcs", "azblob");

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)");
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].*|\\\\\\\\.*");

  /** A cell that cannot be used, and why. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private final String storeFolder;
  private final Path folder;
  private final Path realFolder;
  private final Map<Path, Boolean> insideByFolder = new HashMap<>();

  private SlideUris(String storeFolder, Path folder, Path realFolder) {
    this.storeFolder = storeFolder;
    this.folder = folder;
    this.realFolder = realFolder;
  }

  /** For a manifest on this machine. */
  static SlideUris beside(Path manifest) throws IOException {
    Path folder = manifest.toAbsolutePath().normalize().getParent();
    return new SlideUris(null, folder, folder.toRealPath());
  }

  /** For a manifest in an object store; {@code uri} is the manifest's own. */
  static SlideUris besideObject(String uri) {
    return new SlideUris(uri.substring(0, uri.lastIndexOf('/') + 1), null, null);
  }

  /**
   * Makes a cell absolute.
   *
   * @param written the cell, trimmed and not empty
   */
  String resolve(String written) throws Refused {
    if (written.startsWith("/")) {
      return ofAbsolutePath(written);
    }
    if (written.indexOf(':') >= 0 || written.startsWith("\\")) {
      if (DRIVE.matcher(written).matches()) {
        throw new Refused("is a Windows path; write it as a path of the machine that runs");
      }
      Matcher scheme = SCHEME.matcher(written);
      if (scheme.matches()) {
        return absolute(scheme.group(1).toLowerCase(Locale.ROOT), scheme.group(2), written);
      }
    }
    return relative(written);
  }

  private String relative(String written) throws Refused {
    String relative = UriText.normal(written);
    if (relative == null) {
      throw new Refused(
          "leaves the manifest's folder by '..'; move the slide, or write an absolute path");
    }
    if (relative.isEmpty()) {
      throw new Refused("is the manifest's own folder; name a slide in it");
    }
    if (storeFolder != null) {
      return storeFolder + relative;
    }
    checkLinks(relative);
    return UriText.ofPath(folder.toString() + (folder.getNameCount() == 0 ? "" : "/") + relative);
  }

  private String absolute(String scheme, String rest, String written) throws Refused {
    if (scheme.equals("file")) {
      String path = rest;
      if (path.startsWith("//")) {
        int slash = path.indexOf('/', 2);
        String host = slash < 0 ? path.substring(2) : path.substring(2, slash);
        if (slash < 0 || !(host.isEmpty() || host.equals("localhost"))) {
          throw new Refused("names another host; mount it here and write the path");
        }
        path = path.substring(slash);
      }
      if (!path.startsWith("/")) {
        throw new Refused("is a file: URI without an absolute path; leave 'file:' out");
      }
      return ofAbsolutePath(UriText.unescape(path));
    }
    if (!STORES.contains(scheme)) {
      // A colon may be part of a file's name; a scheme is followed by slashes.
      if (!rest.startsWith("//")) {
        return relative(written);
      }
      throw new Refused(
          "has the scheme '%s', which is not read; use a path, file:, s3:, gcs: or azblob:"
              .formatted(scheme));
    }
    if (!rest.startsWith("//") || rest.indexOf('/', 2) < 3 || rest.endsWith("/")) {
      throw new Refused("is not of the form %s://bucket/key".formatted(scheme));
    }
    return scheme + ":" + rest;
  }

  private static String ofAbsolutePath(String path) throws Refused {
    String normal = UriText.normal(path);
    if (normal == null || normal.isEmpty()) {
      throw new Refused("is not the path of a slide");
    }
    return UriText.ofPath("/" + normal);
  }

  /**
   * Refuses a path that a link leads out of the folder. Each distinct folder is resolved once; each
   * slide itself costs one look at its own directory entry.
   */
  private void checkLinks(String relative) throws Refused {
    Path slide;
    try {
      slide = folder.resolve(relative);
    } catch (InvalidPathException e) {
      throw new Refused(
          "has letters that this process cannot spell in its locale; start it with LC_ALL=C.UTF-8");
    }
    boolean inside = insideByFolder.computeIfAbsent(slide.getParent(), this::isInside);
    if (!inside || (Files.isSymbolicLink(slide) && !isInside(slide))) {
      throw new Refused(
          "leaves the manifest's folder by a link; move the slide, or write an absolute path");
    }
  }

  /** What does not exist is inside: the row will be told that it is not found. */
  private boolean isInside(Path path) {
    for (Path p = path; p != null && p.startsWith(folder); p = p.getParent()) {
      try {
        return p.toRealPath().startsWith(realFolder);
      } catch (IOException absent) {
        // A link to nowhere or a missing folder: its nearest existing ancestor decides.
        if (Files.isSymbolicLink(p)) {
          return false;
        }
      }
    }
    return true;
  }
}
