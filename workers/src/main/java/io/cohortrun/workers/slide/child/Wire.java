package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workflows.contract.Outcome;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The words that parent and child exchange over the child's standard streams. */
final class Wire {

  static final int VERSION = 0x43525731;

  private static final int MAX_TEXT = 1 << 22;
  private static final int OPEN = 1;
  private static final int READ = 2;
  private static final int CLOSE = 3;
  private static final int DONE = 4;
  private static final int INFO = 5;
  private static final int FAILED = 6;

  private Wire() {}

  /** What the parent asks; {@code id} comes back with the answer. */
  sealed interface Command {
    long id();
  }

  /** Opens a slide; one at a time. */
  record Open(long id, String path) implements Command {}

  /** Reads a region into the ring at {@code offset}. */
  record Read(long id, int level, long x, long y, int width, int height, long offset)
      implements Command {}

  /** Closes the slide. */
  record Close(long id) implements Command {}

  /** What the child answers, in any order. */
  sealed interface Answer {
    long id();
  }

  /** The command is carried out. */
  record Done(long id) implements Answer {}

  /** The slide is open. */
  record Opened(long id, SlideInfo info) implements Answer {}

  /** The slide refuses. */
  record Failed(long id, Outcome code, String message) implements Answer {

    static Failed of(long id, SlideFailure failure) {
      return new Failed(id, failure.code(), failure.getMessage());
    }
  }

  static void write(DataOutputStream out, Command command) throws IOException {
    switch (command) {
      case Open open -> {
        out.writeByte(OPEN);
        out.writeLong(open.id());
        text(out, open.path().getBytes(StandardCharsets.UTF_8));
      }
      case Read read -> {
        out.writeByte(READ);
        out.writeLong(read.id());
        out.writeInt(read.level());
        out.writeLong(read.x());
        out.writeLong(read.y());
        out.writeInt(read.width());
        out.writeInt(read.height());
        out.writeLong(read.offset());
      }
      case Close close -> {
        out.writeByte(CLOSE);
        out.writeLong(close.id());
      }
    }
    out.flush();
  }

  static Command readCommand(DataInputStream in) throws IOException {
    int kind = in.readByte();
    long id = in.readLong();
    return switch (kind) {
      case OPEN -> new Open(id, string(in));
      case READ ->
          new Read(
              id,
              in.readInt(),
              in.readLong(),
              in.readLong(),
              in.readInt(),
              in.readInt(),
              in.readLong());
      case CLOSE -> new Close(id);
      default -> throw new IOException("no such command: " + kind);
    };
  }

  static void write(DataOutputStream out, Answer answer) throws IOException {
    switch (answer) {
      case Done done -> {
        out.writeByte(DONE);
        out.writeLong(done.id());
      }
      case Opened opened -> {
        out.writeByte(INFO);
        out.writeLong(opened.id());
        text(out, Json.MAPPER.writeValueAsBytes(opened.info()));
      }
      case Failed failed -> {
        out.writeByte(FAILED);
        out.writeLong(failed.id());
        text(out, failed.code().name().getBytes(StandardCharsets.UTF_8));
        text(out, failed.message().getBytes(StandardCharsets.UTF_8));
      }
    }
    out.flush();
  }

  static Answer readAnswer(DataInputStream in) throws IOException {
    int kind = in.readByte();
    long id = in.readLong();
    return switch (kind) {
      case DONE -> new Done(id);
      case INFO -> new Opened(id, Json.MAPPER.readValue(bytes(in), SlideInfo.class));
      case FAILED -> new Failed(id, outcome(string(in)), string(in));
      default -> throw new IOException("no such answer: " + kind);
    };
  }

  private static Outcome outcome(String name) throws IOException {
    try {
      return Outcome.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IOException("no such outcome: " + name, e);
    }
  }

  private static void text(DataOutputStream out, byte[] text) throws IOException {
    out.writeInt(text.length);
    out.write(text);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_TEXT) {
      throw new IOException("text of " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  private static String string(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }
}
