package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.rig.Repository;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Test;

public class ConstantsTest {

    private final Map<?, ?> stated = (Map<?, ?>) Repository.json("contract/constants.json");

    @Test
    public void numbersAreThoseOfTheContract() {
        assertEquals(number("contractVersion"), Constants.CONTRACT_VERSION);
        assertEquals(number("recordVersion"), Constants.RECORD_VERSION);
        assertEquals(number("maximumTasks"), Constants.MAXIMUM_TASKS);
        assertEquals(number("maximumNameLength"), Constants.MAXIMUM_NAME_LENGTH);
        assertEquals(number("maximumInterruptions"), Constants.MAXIMUM_INTERRUPTIONS);
        assertEquals(number("maximumConcurrentRuns"), Constants.MAXIMUM_CONCURRENT_RUNS);
        assertEquals(number("maximumLoggedRuns"), Constants.MAXIMUM_LOGGED_RUNS);
        assertEquals(number("maximumErrorLength"), Constants.MAXIMUM_ERROR_LENGTH);
        assertEquals(number("maximumDeclines"), Constants.MAXIMUM_DECLINES);
        assertEquals(number("maximumItems"), Constants.MAXIMUM_ITEMS);
        assertEquals(number("maximumDataBytes"), Constants.MAXIMUM_DATA_BYTES);
        assertEquals(number("maximumItemInterruptions"), Constants.MAXIMUM_ITEM_INTERRUPTIONS);
        assertEquals(number("undefinedItemRetryMs"), Constants.UNDEFINED_ITEM_RETRY_MS);
        assertEquals(number("undefinedItemLimitMs"), Constants.UNDEFINED_ITEM_LIMIT_MS);
        assertEquals(number("leastTimeForItemMs"), Constants.ITEM_NEEDS_MS);
        assertEquals(android("minimumIntervalMinutes") * 60_000, Constants.MINIMUM_INTERVAL_MS);
        assertEquals(number("backoffFirstMs"), Constants.BACKOFF_FIRST_MS);
        assertEquals(number("backoffLimitMs"), Constants.BACKOFF_LIMIT_MS);
        assertEquals(number("pageTurnMs"), Constants.PAGE_TURN_MS);
        assertEquals(number("lateDefinitionMs"), Constants.LATE_DEFINITION_MS);
        assertEquals(android("headlessStartMs"), Constants.HEADLESS_START_MS);
        assertEquals(android("expiryGraceMs"), Constants.EXPIRY_GRACE_MS);
        assertEquals(android("timeLimitMs"), Constants.TIME_LIMIT_MS);
        assertEquals(android("stalledFloorMs"), Constants.STALLED_FLOOR_MS);
    }

    @Test
    public void wordsAreThoseOfTheContract() {
        assertEquals(stated.get("pluginName"), Constants.PLUGIN_NAME);
        assertEquals(stated.get("headlessMarkerPluginName"), Constants.HEADLESS_MARKER_PLUGIN_NAME);
        assertEquals(stated.get("outcomes"), words(Outcome.values()));
        assertEquals(stated.get("triggers"), words(Trigger.values()));
        assertEquals(stated.get("runtimes"), words(RuntimeKind.values()));
        assertEquals(stated.get("declineReasons"), words(DeclineReason.values()));
        assertEquals(stated.get("blockers"), words(Blocker.values()));
    }

    @Test
    public void everyErrorCodeIsInTheOneList() {
        List<?> codes = (List<?>) stated.get("errorCodes");
        for (ErrorCode code : ErrorCode.values()) assertTrue(code.name(), codes.contains(code.name()));
        Map<?, ?> messages = (Map<?, ?>) stated.get("errors");
        for (RunError error : Arrays.asList(RunError.EXPIRED, RunError.NOT_CLAIMED, RunError.RUNTIME_DIED)) {
            assertEquals(messages.get(error.code()), error.message());
        }
    }

    @Test
    public void fP21_recordsThatWereSetAsideHaveTheOneCodeOfTheContract() {
        assertEquals(stated.get("recordsSetAside"), Constants.RECORDS_SET_ASIDE);
    }

    private long number(String key) {
        return (Long) stated.get(key);
    }

    private long android(String key) {
        return (Long) ((Map<?, ?>) stated.get(key)).get("android");
    }

    private static List<String> words(Wire[] values) {
        return Arrays.stream(values).map(Wire::word).collect(Collectors.toList());
    }
}
