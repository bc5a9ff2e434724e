package io.cohortrun.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** One line for a person out of an exception that nobody coded. */
public final class Sentence {

  private Sentence() {}

  /** The deepest message that says something, with the exception's name where none does. */
  public static String of(Throwable failure) {
    String sentence = null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t.getMessage() != null && !t.getMessage().isBlank()) {
        sentence = said(t);
      }
    }
    String text = sentence != null ? sentence : failure.getClass().getSimpleName();
    return text.lines().findFirst().orElse(text);
  }

  /** Of files, Java often says the name alone. */
  private static String said(Throwable failure) {
    String why =
        switch (failure) {
          case NoSuchFileException gone -> ": no such file or folder";
          case FileAlreadyExistsException there -> ": it is there already";
          case AccessDeniedException denied -> ": permission denied";
          case NotDirectoryException file -> ": it is not a folder";
          case DirectoryNotEmptyException full -> ": it is not empty";
          default -> "";
        };
    boolean told = failure instanceof FileSystemException file && file.getReason() != null;
    return failure.getMessage() + (told ? "" : why);
  }
}
