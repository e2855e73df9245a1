package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Decode.Decoded;
import app.capgo.backgroundtask.core.RunSweep.SweepStep;
import app.capgo.backgroundtask.core.RunTransitions.ClaimRequest;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.core.RunTransitions.Ending;
import app.capgo.backgroundtask.core.RunTransitions.FinishRequest;
import app.capgo.backgroundtask.core.RunTransitions.Settlement;
import app.capgo.backgroundtask.core.RunTransitions.Wake;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The functions that contract/*.json name, from plain JSON to plain JSON. */
final class VectorFunctions {

    static final Map<String, Function<Input, Object>> ALL = new TreeMap<>();

    static {
        ALL.put("newTask", in -> Encode.task(TaskRecord.created(in.text("name"), in.options("options"), in.number("now"))));
        ALL.put("withOptions", in -> Encode.task(in.task().withOptions(in.options("options"))));
        ALL.put("sameOptions", in -> in.options("a").equals(in.options("b")));
        ALL.put("attemptOf", in -> Schedule.attempt(in.task()));
        ALL.put("backoffMs", in -> Schedule.backoffMs(in.number("count")));
        ALL.put("nextEligibleAt", in -> Schedule.nextEligibleAt(in.task(), in.zone()));
        ALL.put("openableAt", in -> Schedule.openableAt(in.task(), in.raw("now") == null ? 0 : in.number("now"), in.zone()));
        ALL.put("isOutsideWindow", in -> Schedule.isOutsideWindow(in.task(), in.number("now"), in.zone()));
        ALL.put("afterOutcome", in -> Encode.task(Schedule.afterOutcome(in.task(), in.outcome("outcome"), in.number("now"))));
        ALL.put("afterNamed", in -> Encode.task(Schedule.afterNamed(in.task())));
        ALL.put("clampToNow", in -> Encode.task(Schedule.clampToNow(in.task(), in.number("now"))));
        ALL.put("isStalled", in -> Schedule.isStalled(in.task(), in.blockers(), in.number("now"), in.number("floorMs"), in.zone()));
        ALL.put("outcomes", VectorFunctions::outcomes);
        ALL.put("unmetConstraints", in -> words(in.conditions().unmetBy(in.task().options())));
        QueueVectors.put(ALL);
        ALL.put("tasksToOpen", in ->
            WakeSelection.tasksToOpen(
                in.list("tasks", Input::taskOf),
                in.list("openRuns", Input::runOf),
                in.conditions(),
                in.number("now"),
                in.flag("test")
            )
                .stream()
                .map(TaskRecord::name)
                .collect(Collectors.toList())
        );
        ALL.put("openRun", in -> {
            Input wake = in.in("wake");
            return Encode.openRun(
                RunTransitions.open(
                    in.task(),
                    new Wake(Wire.of(Trigger.values(), wake.raw("trigger")), wake.number("now"), (Long) wake.raw("deadline")),
                    in.text("id")
                )
            );
        });
        ALL.put("claimRun", VectorFunctions::claim);
        ALL.put("declineRun", in -> {
            Input decline = in.in("decline");
            DeclineReason reason = Wire.of(DeclineReason.values(), decline.raw("reason"));
            return Encode.openRun(RunTransitions.decline(in.run(), new RunDecline(decline.text("runtimeId"), reason)));
        });
        ALL.put("cutRun", in -> Encode.openRun(RunTransitions.cut(in.run(), in.text("reason"), in.number("now"), in.number("graceMs"))));
        ALL.put("finishRun", in -> {
            Input request = in.in("request");
            FinishRequest finish = new FinishRequest(
                request.text("taskId"),
                request.text("token"),
                request.outcome("outcome"),
                Input.errorOf(request.raw("error")),
                request.number("now")
            );
            Ending ending = RunTransitions.finish(in.run(), finish);
            Map<String, Object> answer = ending == null ? new HashMap<>() : ending(ending);
            answer.put("accepted", ending != null);
            return answer;
        });
        ALL.put("sweepRun", VectorFunctions::sweep);
        ALL.put("sweepAt", in -> RunSweep.sweepAt(in.run()));
        ALL.put("backoffStart", in -> RunSweep.backoffStart(in.run(), in.outcome("outcome"), in.number("settledAt")));
        ALL.put("unclaimedOutcome", in ->
            ending(UnclaimedOutcome.of(in.run(), in.list("asked", raw -> (String) raw), Input.errorOf(in.raw("startFailure"))))
        );
        ALL.put("awaitsDefinition", in -> Schedule.awaitsDefinition(in.task(), in.number("now")));
        ALL.put("settleRun", in -> {
            Ending ending = new Ending(in.outcome("outcome"), Input.errorOf(in.raw("error")));
            long backoffFrom = in.number(in.raw("backoffFrom") == null ? "now" : "backoffFrom");
            Settlement settlement = RunTransitions.settle(in.task(), in.run(), ending, in.number("now"), backoffFrom);
            Map<String, Object> answer = new HashMap<>();
            answer.put("task", settlement.task() == null ? null : Encode.task(settlement.task()));
            answer.put("settled", Encode.run(settlement.settled()));
            return answer;
        });
        ALL.put("runView", in -> Encode.run(in.run().shown()));
        ALL.put("boundedError", in -> {
            RunError error = Input.errorOf(in.raw("error"));
            return error == null ? null : error(error.bounded());
        });
        ALL.put("clampRunToNow", in -> Encode.openRun(RunTransitions.clampToNow(in.run(), in.number("now"))));
        ALL.put("decodeTask", in -> decoded(Decode.task(in.raw("raw")), Encode::task));
        ALL.put("decodeOpenRun", in -> decoded(Decode.openRun(in.raw("raw")), Encode::openRun));
        ALL.put("decodeSettledRun", in -> decoded(Decode.settledRun(in.raw("raw")), Encode::run));
        ALL.put("decodeItem", in -> decoded(Decode.item(in.raw("raw")), Encode::item));
    }

    private VectorFunctions() {}

    private static Object outcomes(Input in) {
        TaskRecord task = in.task();
        List<Object> answers = new ArrayList<>();
        for (Object raw : (List<?>) in.raw("settlings")) {
            Input settling = new Input((Map<?, ?>) raw);
            Trigger trigger = settling.flag("test") ? Trigger.TEST : Trigger.TIMER;
            OpenRun run = RunTransitions.open(task, new Wake(trigger, settling.number("now"), null), "run-1");
            task = RunTransitions.settle(task, run, new Ending(settling.outcome("outcome"), null), settling.number("now")).task();
            Map<String, Object> answer = new HashMap<>();
            answer.put("attempt", Schedule.attempt(task));
            answer.put("nextEligibleAt", Schedule.nextEligibleAt(task));
            answers.add(answer);
        }
        return answers;
    }

    private static Object sweep(Input in) {
        SweepStep step = RunSweep.sweep(in.run(), in.number("now"), in.number("graceMs"), in.flag("holderAlive"));
        Map<String, Object> answer = step.ending() == null ? new HashMap<>() : ending(step.ending());
        answer.put("kind", step.kind().name().toLowerCase(java.util.Locale.ROOT));
        answer.put("run", step.run() == null ? null : Encode.openRun(step.run()));
        if (step.kind() == RunSweep.Kind.SETTLE) {
            answer.put("settledAt", step.settledAt());
            answer.put("backoffFrom", step.backoffFrom());
        }
        return answer;
    }

    private static Object claim(Input in) {
        Input request = in.in("request");
        ClaimStep step = RunTransitions.claim(
            in.run(),
            new ClaimRequest(
                request.text("taskId"),
                request.text("runtimeId"),
                Wire.of(RuntimeKind.values(), request.raw("runtime")),
                request.number("now"),
                request.text("token"),
                request.number("limitMs")
            )
        );
        Map<String, Object> answer = new HashMap<>();
        answer.put("claimed", step.run() != null);
        answer.put("run", step.run() == null ? null : Encode.openRun(step.run()));
        answer.put("reason", step.refusal());
        return answer;
    }

    private static <T> Object decoded(Decoded<T> decoded, Function<T, Object> encode) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("kind", decoded.kind().name().toLowerCase(java.util.Locale.ROOT));
        answer.put("value", decoded.value() == null ? null : encode.apply(decoded.value()));
        answer.put("reason", decoded.reason());
        return answer;
    }

    private static Map<String, Object> ending(Ending ending) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("outcome", ending.outcome().word());
        answer.put("error", ending.error() == null ? null : error(ending.error()));
        return answer;
    }

    private static Map<String, Object> error(RunError error) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("code", error.code());
        answer.put("message", error.message());
        return answer;
    }

    private static List<String> words(List<? extends Wire> values) {
        return values.stream().map(Wire::word).collect(Collectors.toList());
    }
}
