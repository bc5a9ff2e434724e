package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.read.Readers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Main of the decode child: {@code DecodeChild RING BYTES MEMORY THREADS}. Ends with its standard
 * input, so it never outlives the parent, however that ended.
 */
public final class DecodeChild {

  /** Another {@link SlideOpener}, by class name: how tests try readers that crash, hang and eat. */
  static final String OPENER = "cohortrun.decode.opener";

  private static final int LOST = 4;

  private DecodeChild() {}

  /** See the class. */
  public static void main(String[] args) throws Exception {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    System.setOut(System.err); // only answers go to the parent, whatever a library prints
    boolean separate = OwnProcess.leaveTerminal();
    boolean limited = OwnProcess.limitMemory(Long.parseLong(args[2]));
    boolean offline = NoNetwork.enter();
    if (!separate || !limited || !offline) {
      System.err.printf(
          "session of its own: %s, limited memory: %s, no network: %s%n",
          separate, limited, offline);
    }
    MemorySegment ring = map(Path.of(args[0]), Long.parseLong(args[1]));
    ChildSession session = new ChildSession(opener(), ring, out, Integer.parseInt(args[3]));
    out.writeInt(Wire.VERSION);
    out.flush();
    try {
      while (true) {
        session.accept(Wire.readCommand(in));
      }
    } catch (EOFException e) {
      // A decoder may hang in native code: nothing is waited for, nothing is held outside.
      Runtime.getRuntime().halt(0);
    } catch (IOException e) {
      Runtime.getRuntime().halt(LOST);
    }
  }

  private static SlideOpener opener() throws ReflectiveOperationException {
    String name = System.getProperty(OPENER);
    return name == null
        ? new Readers()
        : Class.forName(name).asSubclass(SlideOpener.class).getDeclaredConstructor().newInstance();
  }

  private static MemorySegment map(Path ring, long bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(ring, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.global());
    }
  }
}
