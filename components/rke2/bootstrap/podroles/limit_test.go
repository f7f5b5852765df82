package podroles

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAClientCannotAskMoreOftenThanItsShare(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var l limiter
		start := time.Unix(0, 0)
		now, allowed := start, 0
		for range rapid.IntRange(1, 200).Draw(t, "requests") {
			now = now.Add(time.Duration(rapid.IntRange(0, 1500).Draw(t, "pause")) * time.Millisecond)
			if l.allow("pod", now) {
				allowed++
			}
		}
		if most := burst + now.Sub(start).Seconds()*perSecond; float64(allowed) > most {
			t.Errorf("expected at most %v requests in %v, got %d", most, now.Sub(start), allowed)
		}
	})
}

func TestOneClientDoesNotUseUpTheShareOfAnother(t *testing.T) {
	t.Parallel()
	var l limiter
	now := time.Unix(0, 0)
	for range burst {
		if !l.allow("busy", now) {
			t.Fatal("expected the burst to be allowed")
		}
	}
	if l.allow("busy", now) || !l.allow("other", now) {
		t.Error("expected the busy client to wait and the other one not to")
	}
	if !l.allow("busy", now.Add(2*time.Second)) {
		t.Error("expected the busy client to be allowed after a pause")
	}
}

func TestTheNumberOfClientsThatAreRememberedIsBounded(t *testing.T) {
	t.Parallel()
	var l limiter
	now := time.Unix(0, 0)
	for i := range 3 * maxClients {
		l.allow(fmt.Sprint(i), now)
	}
	if len(l.clients) > maxClients+1 {
		t.Errorf("expected at most %d clients, got %d", maxClients+1, len(l.clients))
	}
	l.allow("later", now.Add(time.Minute))
	if len(l.clients) > 2 {
		t.Errorf("expected clients that have not asked for a while to be forgotten, got %d", len(l.clients))
	}
}
