package podroles

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// sts begins sessions of an hour, or fails.
type sts struct {
	now   *time.Time
	fails error
	begun int
}

func (s *sts) Assume(context.Context, string, Account) (Credentials, error) {
	if s.fails != nil {
		return Credentials{}, s.fails
	}
	s.begun++
	return Credentials{KeyID: fmt.Sprintf("key-%d", s.begun), Expires: s.now.Add(time.Hour)}, nil
}

func TestASessionIsSharedUntilLittleOfItIsLeft(t *testing.T) {
	t.Parallel()
	outage, refusal := errors.New("no answer"), fmt.Errorf("%w: no", ErrRefused)
	type step struct {
		after time.Duration
		fails error
		want  string
	}
	for name, steps := range map[string][]step{
		"shared, then renewed":                {{0, nil, "key-1"}, {39 * time.Minute, nil, "key-1"}, {2 * time.Minute, nil, "key-2"}},
		"an outage at first":                  {{0, outage, ""}, {0, nil, "key-1"}},
		"an outage that ends in time":         {{0, nil, "key-1"}, {50 * time.Minute, outage, "key-1"}, {time.Minute, nil, "key-2"}},
		"an outage that outlasts the session": {{0, nil, "key-1"}, {59*time.Minute + time.Second, outage, ""}},
		"a refusal ends the session":          {{0, nil, "key-1"}, {41 * time.Minute, refusal, ""}, {0, outage, ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := time.Unix(0, 0)
			world, l := &sts{now: &now}, &lease{role: "role"}
			for i, step := range steps {
				now, world.fails = now.Add(step.after), step.fails
				got, _, err := l.get(t.Context(), world, Account{}, func() time.Time { return now })
				if got.KeyID != step.want || (err != nil) != (step.want == "") {
					t.Errorf("step %d: expected %q, got %q, %v", i, step.want, got.KeyID, err)
				}
			}
		})
	}
}

func TestNoSessionIsHandedOutNearItsEndOrAfterARefusal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(0, 0)
		world, l := &sts{now: &now}, &lease{}
		refused := false
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "minutes")) * time.Minute)
			world.fails = rapid.SampledFrom([]error{nil, errors.New("outage"), ErrRefused}).Draw(t, "fails")
			before := world.begun
			got, _, err := l.get(context.Background(), world, Account{}, func() time.Time { return now })
			if err == nil && got.Expires.Sub(now) < leastLeft {
				t.Fatalf("expected more than %v to be left, got %v", leastLeft, got.Expires.Sub(now))
			}
			if err == nil && refused && world.begun == before {
				t.Fatal("expected no session of before a refusal to be handed out")
			}
			refused = errors.Is(err, ErrRefused) || refused && world.begun == before
		}
	})
}
