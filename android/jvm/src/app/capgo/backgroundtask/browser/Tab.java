package app.capgo.backgroundtask.browser;

import static app.capgo.backgroundtask.browser.Cdp.map;

import app.capgo.backgroundtask.core.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** One tab of the browser: what is behind one web view. Its callbacks come on the connection's thread, in order. */
final class Tab {

    interface Delegate {
        /** `method` null: a message to a listener of that name. */
        void onMessage(String object, String method, String message);

        void onNavigated(String url);

        void onLoaded(String url);

        void onFailed(String url, String reason);

        void onConsole(String level, String text, String source, int line);

        void onCrashed();

        void onDialog(String type, String message, PageDialog dialog);

        /** Not called on the connection's thread, and may wait for the main looper; so are those below. */
        boolean mayOpenWindow(String url);

        void onDownload(String url);

        /** Asked about where a page goes by itself, or is redirected. */
        boolean mayNavigate(String url, Map<String, String> headers, boolean redirect);

        /** Null: the browser fetches by itself. */
        Answer intercept(String url, String method, Map<String, String> headers, boolean mainFrame);
    }

    record Answer(int status, String reason, Map<String, String> headers, byte[] body) {}

    private static final String BINDING = "__rigPost";

    private final Cdp cdp;
    private final Delegate delegate;
    private final Chromium browser;
    private final String target;
    private final String session;
    private final ExecutorService network = Executors.newFixedThreadPool(2, Tab::daemon);
    private String document = null;
    private volatile String asked = null;
    private volatile boolean frozen = false;

    Tab(Chromium browser, Delegate delegate) {
        this.browser = browser;
        cdp = browser.cdp;
        this.delegate = delegate;
        target = (String) cdp.ask(null, "Target.createTarget", map("url", "about:blank")).get("targetId");
        session = (String) cdp.ask(null, "Target.attachToTarget", map("targetId", target, "flatten", true)).get("sessionId");
        cdp.listen(session, this::onEvent);
        cdp.ask(session, "Page.enable", map());
        cdp.ask(session, "Runtime.enable", map());
        cdp.ask(session, "Network.enable", map());
        cdp.ask(session, "Inspector.enable", map());
        cdp.ask(session, "Runtime.addBinding", map("name", BINDING));
        cdp.ask(session, "Fetch.enable", map("patterns", Collections.singletonList(map("urlPattern", "*"))));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "web view network");
        thread.setDaemon(true);
        return thread;
    }

    /** A message listener of androidx.webkit: an object of that name, with postMessage and onmessage. */
    void addMessageObject(String name) {
        addStartScript("window[" + Json.write(name) + "] = { postMessage: " + sender(name, null) + ", onmessage: null };");
    }

    /** A JavaScript interface: an object of that name with these methods. */
    void addInterface(String name, List<String> methods) {
        List<String> members = new ArrayList<>();
        for (String method : methods) members.add(Json.write(method) + ": " + sender(name, method));
        addStartScript("window[" + Json.write(name) + "] = { " + String.join(", ", members) + " };");
    }

    private static String sender(String object, String method) {
        return (
            "(message) => window." + BINDING + "(JSON.stringify([" + Json.write(object) + ", " + Json.write(method) + ", String(message)]))"
        );
    }

    void postToObject(String name, String message) {
        // DevTools can evaluate in a frozen page; the bridge's messages stay in its queue.
        if (frozen) return;
        evaluate("window[" + Json.write(name) + "]?.onmessage?.({ data: " + Json.write(message) + " })", value -> {});
    }

    void addStartScript(String script) {
        cdp.ask(session, "Page.addScriptToEvaluateOnNewDocument", map("source", script));
    }

    void navigate(String url) {
        asked = url;
        cdp.send(session, "Page.navigate", map("url", url));
    }

    /** `done` gets the value as JSON. */
    void evaluate(String script, Consumer<String> done) {
        cdp.send(session, "Runtime.evaluate", map("expression", script, "returnByValue", true)).thenAccept(answer -> {
            Object result = answer.get("result");
            done.accept(Json.write(result instanceof Map<?, ?> value ? value.get("value") : null));
        });
    }

    /** As its own script would. */
    void go(String url) {
        evaluate("location.href = " + Json.write(url), value -> {});
    }

    /** As the system does to pages that it takes for unseen. */
    void freeze() {
        frozen = true;
        cdp.ask(session, "Page.setWebLifecycleState", map("state", "frozen"));
    }

    /** Of this tab. Its requests wait too, which is more than a web view does. */
    void pauseTimers(boolean paused) {
        cdp.ask(session, "Page.setWebLifecycleState", map("state", paused ? "frozen" : "active"));
    }

    void crash() {
        cdp.send(session, "Page.crash", map());
    }

    void close() {
        network.shutdownNow();
        cdp.forget(session);
        cdp.send(null, "Target.closeTarget", map("targetId", target));
    }

    private void onEvent(String method, Map<?, ?> event) {
        switch (method) {
            case "Runtime.bindingCalled" -> {
                List<?> message = (List<?>) Json.parse((String) event.get("payload"));
                delegate.onMessage((String) message.get(0), (String) message.get(1), (String) message.get(2));
            }
            case "Page.javascriptDialogOpening" -> onDialog(event);
            case "Page.windowOpen" -> network.execute(() -> onWindow((String) event.get("url")));
            case "Page.downloadWillBegin" -> delegate.onDownload((String) event.get("url"));
            case "Page.frameNavigated" -> {
                Map<?, ?> frame = (Map<?, ?>) event.get("frame");
                if (frame.get("parentId") != null) return;
                document = (String) frame.get("url");
                if (!"about:blank".equals(document)) delegate.onNavigated(document);
            }
            case "Page.loadEventFired" -> {
                if (!"about:blank".equals(document)) delegate.onLoaded(document);
            }
            case "Network.loadingFailed" -> {
                // A navigation that was called off is no failure.
                boolean calledOff = Boolean.TRUE.equals(event.get("canceled")) || "net::ERR_ABORTED".equals(event.get("errorText"));
                if ("Document".equals(event.get("type")) && !calledOff) delegate.onFailed(asked, (String) event.get("errorText"));
            }
            case "Runtime.consoleAPICalled" -> onConsole(event);
            case "Runtime.exceptionThrown" -> onException((Map<?, ?>) event.get("exceptionDetails"));
            case "Inspector.targetCrashed" -> delegate.onCrashed();
            case "Fetch.requestPaused" -> network.execute(() -> answer(event));
            default -> {
            }
        }
    }

    private void onDialog(Map<?, ?> event) {
        PageDialog dialog = new PageDialog((accept, text) ->
            cdp.send(session, "Page.handleJavaScriptDialog", map("accept", accept, "promptText", text == null ? "" : text))
        );
        delegate.onDialog((String) event.get("type"), (String) event.get("message"), dialog);
    }

    private void onWindow(String url) {
        if (delegate.mayOpenWindow(url)) return;
        for (Map<?, ?> other : browser.pages()) {
            if (target.equals(other.get("openerId"))) cdp.send(null, "Target.closeTarget", map("targetId", other.get("targetId")));
        }
    }

    private void onConsole(Map<?, ?> event) {
        List<String> words = new ArrayList<>();
        for (Object raw : (List<?>) event.get("args")) {
            Map<?, ?> argument = (Map<?, ?>) raw;
            Object value = argument.get("value") == null ? argument.get("description") : argument.get("value");
            words.add(String.valueOf(value));
        }
        delegate.onConsole((String) event.get("type"), String.join(" ", words), document, 0);
    }

    private void onException(Map<?, ?> details) {
        Object exception = details.get("exception");
        Object text = exception instanceof Map<?, ?> thrown ? thrown.get("description") : details.get("text");
        delegate.onConsole("error", "Uncaught " + text, String.valueOf(details.get("url")), ((Long) details.get("lineNumber")).intValue());
    }

    private void answer(Map<?, ?> event) {
        Map<?, ?> request = (Map<?, ?>) event.get("request");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ((Map<?, ?>) request.get("headers")).forEach((key, value) -> headers.put((String) key, (String) value));
        Object id = event.get("requestId");
        String url = (String) request.get("url");
        boolean mainFrame = "Document".equals(event.get("resourceType")) && target.equals(event.get("frameId"));
        boolean redirect = event.get("redirectedRequestId") != null;
        boolean byItself = mainFrame && "GET".equals(request.get("method")) && (redirect || !url.equals(asked));
        if (byItself && !delegate.mayNavigate(url, headers, redirect)) {
            cdp.send(session, "Fetch.failRequest", map("requestId", id, "errorReason", "Aborted"));
            return;
        }
        Answer answer = delegate.intercept(url, (String) request.get("method"), headers, mainFrame);
        if (answer == null) {
            cdp.send(session, "Fetch.continueRequest", map("requestId", id));
            return;
        }
        List<Object> lines = new ArrayList<>();
        answer.headers().forEach((name, value) -> lines.add(map("name", name, "value", value)));
        cdp.send(
            session,
            "Fetch.fulfillRequest",
            map(
                "requestId",
                id,
                "responseCode",
                (long) answer.status(),
                "responsePhrase",
                answer.reason() == null || answer.reason().isEmpty() ? "OK" : answer.reason(),
                "responseHeaders",
                lines,
                "body",
                Base64.getEncoder().encodeToString(answer.body())
            )
        );
    }
}
