package io.tidecast.app.log;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;
import me.tongfei.progressbar.ProgressBarStyle;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void progressBarsHaveNoColoursWhereTheyAreNotWanted() {
        assertSame(ProgressBarStyle.UNICODE_BLOCK, Terminal.style(Map.of("NO_COLOR", "1")));
        assertSame(ProgressBarStyle.COLORFUL_UNICODE_BLOCK, Terminal.style(Map.of()));
    }
}
