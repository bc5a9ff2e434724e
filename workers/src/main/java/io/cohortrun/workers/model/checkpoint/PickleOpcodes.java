package io.cohortrun.workers.model.checkpoint;

import java.util.HashMap;
import java.util.Map;

/** Names of the opcodes that are refused. */
final class PickleOpcodes {

  private static final Map<Integer, String> NAMES = new HashMap<>();

  static {
    byCode(
        "IINT LLONG SSTRING TBINSTRING USHORT_BINSTRING BBINBYTES CSHORT_BINBYTES VUNICODE FFLOAT"
            + " lLIST dDICT 0POP 1POP_MARK 2DUP gGET pPUT iINST oOBJ PPERSID");
    String[] from80 = {"PROTO", "NEWOBJ", "EXT1", "EXT2", "EXT4"};
    for (int i = 0; i < from80.length; i++) {
      NAMES.put(0x80 + i, from80[i]);
    }
    NAMES.put(0x8b, "LONG4");
    String[] from8c = {
      "SHORT_BINUNICODE",
      "BINUNICODE8",
      "BINBYTES8",
      "EMPTY_SET",
      "ADDITEMS",
      "FROZENSET",
      "NEWOBJ_EX",
      "STACK_GLOBAL",
      "MEMOIZE",
      "FRAME",
      "BYTEARRAY8",
      "NEXT_BUFFER",
      "READONLY_BUFFER"
    };
    for (int i = 0; i < from8c.length; i++) {
      NAMES.put(0x8c + i, from8c[i]);
    }
  }

  private PickleOpcodes() {}

  private static void byCode(String list) {
    for (String word : list.split(" ", -1)) {
      NAMES.put((int) word.charAt(0), word.substring(1));
    }
  }

  /** {@code the opcode NEWOBJ (0x81)}. */
  static String name(int opcode) {
    return "the opcode %s (0x%02x)".formatted(NAMES.getOrDefault(opcode, "of no name"), opcode);
  }
}
