package app.capgo.backgroundtask.browser;

import app.capgo.backgroundtask.core.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One DevTools connection to a browser; sessions of its tabs share it. */
final class Cdp implements WebSocket.Listener {

    interface Events {
        void on(String method, Map<?, ?> parameters);
    }

    private final WebSocket socket;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Map<?, ?>>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Events> sessions = new ConcurrentHashMap<>();
    private final StringBuilder partial = new StringBuilder();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    Cdp(String address) {
        socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create(address), this).join();
    }

    void listen(String session, Events events) {
        sessions.put(session, events);
    }

    void forget(String session) {
        sessions.remove(session);
    }

    /** `session` null: the browser itself. */
    synchronized CompletableFuture<Map<?, ?>> send(String session, String method, Map<String, ?> parameters) {
        long id = ids.incrementAndGet();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (session != null) message.put("sessionId", session);
        CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        String text = Json.write(message);
        // One message at a time: the socket refuses a second while the first is under way.
        sent = sent.thenCompose(before -> socket.sendText(text, true));
        return answer;
    }

    Map<?, ?> ask(String session, String method, Map<String, ?> parameters) {
        try {
            return send(session, method, parameters).get(60, TimeUnit.SECONDS);
        } catch (Exception error) {
            throw new IllegalStateException(method + " failed", error);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            onMessage((Map<?, ?>) Json.parse(text));
        }
        from.request(1);
        return null;
    }

    private void onMessage(Map<?, ?> message) {
        if (message.get("id") instanceof Long id) {
            CompletableFuture<Map<?, ?>> answer = waiting.remove(id);
            if (message.get("error") instanceof Map<?, ?> error) answer.completeExceptionally(new IllegalStateException(Json.write(error)));
            else answer.complete((Map<?, ?>) message.get("result"));
            return;
        }
        Events events = message.get("sessionId") == null ? null : sessions.get(message.get("sessionId"));
        if (events != null) events.on((String) message.get("method"), (Map<?, ?>) message.get("params"));
    }

    void close() {
        socket.abort();
    }

    static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }
}
