package io.cohortrun.workers.model.checkpoint;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.model.checkpoint.PickleValue.Table;
import io.cohortrun.workers.model.checkpoint.PickleValue.Text;
import io.cohortrun.workers.model.checkpoint.PickleValue.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pickle machine knows tables of tensors and refuses the rest by name. */
class PickleReaderTest {

  /** {@code (}, {@code )} ... as in pickletools; all other bytes are refused. */
  private static final Set<Integer> KNOWN =
      Set.of(
          (int) '(', (int) 'N', 0x88, 0x89, (int) 'K', (int) 'M', (int) 'J', 0x8a, (int) 'G',
          (int) 'X', (int) ')', 0x85, 0x86, 0x87, (int) 't', (int) ']', (int) 'a', (int) 'e',
          (int) '}', (int) 's', (int) 'u', (int) 'q', (int) 'r', (int) 'h', (int) 'j', (int) 'c',
          (int) 'Q', (int) 'R', (int) 'b', (int) '.');

  /** A reference to raw elements. */
  private static final String STORAGE =
      "(" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + "K\u0001tQ";

  /** A single number. */
  private static final String TENSOR =
      "ctorch._utils\n_rebuild_tensor_v2\n(" + STORAGE + "K\u0000))\u0089}tR";

  @Test
  void everyOtherOpcodeIsRefusedByItsName() {
    for (int op = 0; op < 256; op++) {
      if (!KNOWN.contains(op)) {
        String code = "(0x%02x)".formatted(op);
        String pickle = "}" + (char) op + "aaaa\naaaa\n.";
        assertThatThrownBy(() -> read(pickle))
            .as(code)
            .hasMessageContaining("the opcode")
            .hasMessageContaining(code);
      }
    }
    assertThatThrownBy(() -> read("}\u0081.")).hasMessageContaining("the opcode NEWOBJ (0x81)");
    assertThatThrownBy(() -> read("iposix\nsystem\n.")).hasMessageContaining("the opcode INST");
    assertThatThrownBy(() -> read("}\u0093.")).hasMessageContaining("the opcode STACK_GLOBAL");
  }

  @ParameterizedTest
  @CsvSource({
    "os,system",
    "builtins,eval",
    "torch,load",
    "torch,FloatStorage2",
    "torch._utils,_rebuild_parameter_with_state",
    "collections,OrderedDict.fromkeys",
    "numpy.core.multiarray,_reconstruct"
  })
  void everyOtherNameIsRefused(String module, String name) {
    assertThatThrownBy(() -> read("c" + module + "\n" + name + "\n."))
        .hasMessageContaining("it wants to use " + module + "." + name);
  }

  @Test
  void namesAreOnlyCalledAsTheyAreMeant() {
    assertThatThrownBy(() -> read("ccollections\nOrderedDict\n}\u0085R."))
        .hasMessageContaining("it wants to call collections.OrderedDict");
    assertThatThrownBy(() -> read("ctorch\nFloatStorage\n)R."))
        .hasMessageContaining("it wants to call torch.FloatStorage");
    assertThatThrownBy(() -> read("ctorch._utils\n_rebuild_tensor_v2\n)R."))
        .hasMessageContaining("describes a tensor in an unknown way");
    assertThatThrownBy(() -> read("ctorch._utils\n_rebuild_parameter\nN\u0089}\u0087R."))
        .hasMessageContaining("describes a parameter in an unknown way");
    assertThatThrownBy(() -> read("N)Q.")).hasMessageContaining("names a storage");
    assertThatThrownBy(() -> read("}" + text("__class__") + "Ns" + "}b."))
        .hasMessageContaining("sets the state of a dict");
  }

  @Test
  void metadataHasVersionsAndNoTensors() {
    String ordered = "ccollections\nOrderedDict\n)R";
    String about = "}" + text("_metadata") + "}" + text("bn") + "}" + text("version");
    assertThat(read(ordered + about + "K\u0002sssb.")).isEqualTo(Table.empty());
    assertThat(read(TENSOR + ".")).isInstanceOf(Weights.class);
    assertThatThrownBy(() -> read(ordered + about + TENSOR + "sssb."))
        .hasMessageContaining("_metadata has more than numbers and text for 'bn'");
    assertThatThrownBy(() -> read(ordered + "}" + text("_metadata") + TENSOR + "sb."))
        .hasMessageContaining("_metadata is not a dict");
  }

  @Test
  void besideAWrapperStandsTextAndNumbersOnly() {
    String wrapped = "}" + text("state_dict") + "}s" + text("x");
    assertThatThrownBy(() -> StateDict.of(read(wrapped + "K\u0001s.")))
        .hasMessageContaining("it holds no tensors");
    assertThatThrownBy(() -> StateDict.of(read(wrapped + STORAGE + "s.")))
        .hasMessageContaining("beside state_dict it holds a storage called 'x'");
    assertThatThrownBy(() -> StateDict.of(read(wrapped + "ctorch\nFloatStorage\ns.")))
        .hasMessageContaining("beside state_dict it holds torch.FloatStorage called 'x'");
    assertThatThrownBy(() -> StateDict.of(read("}" + text("model") + "}s" + text("x") + "]s.")))
        .hasMessageContaining("beside model it holds a list called 'x'");
    assertThatThrownBy(() -> StateDict.of(read("}" + text("") + "}s.")))
        .hasMessageContaining("its '' is a dict, not a tensor");
  }

  @Test
  void aPrefixIsTakenOffWhereAllNamesHaveIt() {
    assertThat(named("module.a", "module.b")).containsExactly("a", "b");
    assertThat(named("module._orig_mod.a", "module._orig_mod.b")).containsExactly("a", "b");
    assertThat(named("module.a", "b")).containsExactly("module.a", "b");
    assertThat(named("model.a", "model.b")).containsExactly("model.a", "model.b");
    assertThatThrownBy(() -> named("a\u001b[31m\nb"))
        .hasMessageContaining("its tensor 'a?[31m?b' has a name that no network gives");
    assertThatThrownBy(() -> named("module.".repeat(36) + "weight"))
        .hasMessageContaining("no network");
  }

  private static Set<String> named(String... names) {
    String tensors =
        Stream.of(names).map(PickleReaderTest::text).map(n -> n + TENSOR).collect(joining());
    return StateDict.of(read("}(" + tensors + "u.")).keySet();
  }

  @Test
  void dictsHaveStringsAsKeysEachOnce() {
    String one = text("a") + "K\u0001";
    assertThat(read("}(" + one + "u.")).isInstanceOf(Table.class);
    assertThatThrownBy(() -> read("}(" + one + one + "u.")).hasMessageContaining("holds 'a' twice");
    assertThatThrownBy(() -> read("}NK\u0001s.")).hasMessageContaining("has None as a key");
    assertThatThrownBy(() -> read("}(" + one + "Nu.")).hasMessageContaining("sets items of a dict");
  }

  @Test
  void aStackThatIsNotKeptIsRefused() {
    for (String pickle :
        new String[] {
          ".", "t.", "(.", "NN.", "(N", "s.", "a.", "}(NN\u0086.", "h\u0007.", "N\u0086."
        }) {
      assertThatThrownBy(() -> read(pickle)).as(pickle).isInstanceOf(Refusal.class);
    }
  }

  @Test
  void textAndIntegersAreNoLongerThanTheFile() {
    assertThatThrownBy(() -> read("X\u00ff\u00ff\u00ff\u007fabc.")).hasMessageContaining("cut off");
    assertThatThrownBy(() -> read("X\u00ff\u00ff\u00ff\u00ffabc.")).hasMessageContaining("cut off");
    assertThatThrownBy(() -> read("\u008a\u00ff" + "1".repeat(255) + "."))
        .hasMessageContaining("an integer of 255 bytes");
    assertThatThrownBy(() -> read("X\u0001\u0000\u0000\u0000\u00ff."))
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void namesInSentencesStayOnOneLine() {
    assertThatThrownBy(() -> read("c" + "x".repeat(9000) + "\u0007\u0000\nb\n."))
        .message()
        .hasSizeLessThan(500)
        .matches("[ -~]+");
    assertThat(read(text("a\nb") + ".")).isEqualTo(new Text("a\nb"));
  }

  private static PickleValue read(String pickle) {
    byte[] bytes = ("\u0080\u0002" + pickle).getBytes(StandardCharsets.ISO_8859_1);
    return new PickleReader(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)).read();
  }

  private static String text(String text) {
    int length = text.length();
    return "X" + (char) (length & 0xFF) + (char) (length >> 8) + "\u0000\u0000" + text;
  }
}
