import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
  /** The page names a version, and the BOM chooses one. */
  @Test void thePagesScriptIsInTheWebJar() throws Exception {
    Matcher script =
        Pattern.compile("<script src=\"(webjars/.*?)\">").matcher(Files.readString(Path.of("page/index.html")));
    assertTrue(script.find());
    assertNotNull(Poll.class.getResource("/META-INF/resources/" + script.group(1)), script.group(1));
  }
}
