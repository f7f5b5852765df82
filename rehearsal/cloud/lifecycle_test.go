package cloud

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestACreatedObjectHasItsIDInputsAndComputedOutputs(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	shelf, box := f.shelfWithBox()
	want := Values{
		"name": "one", "shelfId": shelf.ID, "colour": "brown", "tagsAll": map[string]any{},
		"arn": "arn:aws:store:us-east-1:111122223333:" + box.ID,
	}
	serial := box.Properties.String("serial")
	delete(box.Properties, "serial")
	if diff := cmp.Diff(want, box.Properties); diff != "" {
		t.Errorf("properties (-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(serial, want.String("arn")+"#") {
		t.Errorf("serial is made from the arn: got %q", serial)
	}
	if len(box.ID) != len("box-01234567") {
		t.Errorf("expected an id such as box-01234567, got %q", box.ID)
	}
}

func TestAnUpdateKeepsWhatTheServiceKeepsWithinAnObject(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	shelf := f.create("Shelf", "s", Values{"name": "top"})
	lidded := func(lid map[string]any) Values { return Values{"name": "one", "shelfId": shelf.ID, "lid": lid} }
	made := f.create("Box", "b", lidded(map[string]any{"kind": "flat", "hinged": true}))
	q := f.request("Box", "b", lidded(map[string]any{"hinged": false}))
	described := *q.Resource
	described.Nested = []string{"lid.kind"}
	q.Resource, q.ID, q.Old = &described, made.ID, lidded(map[string]any{"kind": "flat", "hinged": true})
	changed, err := f.cloud.Update(q)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Values{"kind": "flat", "hinged": false}, changed.Properties.Map("lid")); diff != "" {
		t.Errorf("the lid (-want +got):\n%s", diff)
	}
}

func TestIDsAreTheSameInEveryRunAndDifferAfterReplacement(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	for range 2 {
		f := newFixture(t)
		shelf := f.create("Shelf", "s", Values{"name": "top"})
		ids[shelf.ID] = true
		ids[f.create("Shelf", "s", Values{"name": "top"}).ID] = true
	}
	if len(ids) != 2 {
		t.Errorf("expected two ids, one for each generation, got %v", ids)
	}
}

func TestTheServiceRefusesWhatItsRulesForbidAndNothingRemains(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	shelf, _ := f.shelfWithBox()
	for _, test := range []struct {
		name       string
		inputs     Values
		code, text string
	}{
		{"unknown reference", Values{"name": "two", "shelfId": "shelf-9"}, "NoSuchShelf", "There is no shelf shelf-9"},
		{"name in use", Values{"name": "one", "shelfId": shelf.ID}, "BoxExists", "Box one exists on " + shelf.ID},
		{"constraint", Values{"name": "a very long name", "shelfId": shelf.ID}, "NameTooLong", "The name a very long name is too long"},
	} {
		before := f.cloud.Objects()
		_, err := f.cloud.Create(f.request("Box", "x", test.inputs))
		expectRefusal(t, err, test.code, test.text)
		if diff := cmp.Diff(before, f.cloud.Objects()); diff != "" {
			t.Errorf("%s: expected nothing to remain of it:\n%s", test.name, diff)
		}
	}
	f.create("Box", "c", Values{"name": "two", "shelfId": shelf.ID})
	f.create("Box", "d", Values{"name": "three", "shelfId": shelf.ID})
	_, err := f.cloud.Create(f.request("Box", "e", Values{"name": "four", "shelfId": shelf.ID}))
	expectRefusal(t, err, "ShelfFull", "at most 3 boxes")
}

func TestErrorsReadLikeThoseOfTheAWSProvider(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	shelf, _ := f.shelfWithBox()
	_, err := f.cloud.Create(f.request("Box", "x", Values{"name": "one", "shelfId": shelf.ID}))
	want := "creating Box: operation error Store: CreateBox, https response error StatusCode: 409, RequestID: "
	if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), ", BoxExists: Box one exists on "+shelf.ID) {
		t.Errorf("expected %q…, got %v", want, err)
	}
	_, again := f.cloud.Create(f.request("Box", "x", Values{"name": "one", "shelfId": shelf.ID}))
	if err.Error() != again.Error() {
		t.Errorf("expected the same text again, got %v", again)
	}
	q := f.request("Shelf", "s", nil)
	q.ID = shelf.ID
	want = "deleting Shelf (" + shelf.ID + "): operation error Store: DeleteShelf, https response error StatusCode: 409, RequestID: "
	if err := f.cloud.Delete(q); err == nil || !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), ", api error ShelfNotEmpty: The shelf") {
		t.Errorf("expected %q… with \"api error\" before the code, got %v", want, err)
	}
}

func TestAnObjectInUseStaysAndGoesWithAllItOwnsWhenFree(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	shelf, box := f.shelfWithBox()
	ofShelf, ofBox := f.request("Shelf", "s", nil), f.request("Box", "b", nil)
	ofShelf.ID, ofBox.ID = shelf.ID, box.ID
	expectRefusal(t, f.cloud.Delete(ofShelf), "ShelfNotEmpty", "holds "+box.ID)
	for _, q := range []Request{ofBox, ofShelf, ofShelf} {
		if err := f.cloud.Delete(q); err != nil {
			t.Fatalf("delete %s: %v", q.URN, err)
		}
	}
	if left := f.cloud.Objects(); len(left) != 0 {
		t.Errorf("expected the implicit hook to go with its shelf, got %v", left)
	}
}

func TestAnAdoptedObjectKeepsItsPlaceAndIsReleased(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	shelf := f.create("Shelf", "s", Values{"name": "top"})
	hook := f.create("Hook", "h", Values{"hookId": shelf.Properties.String("mainHookId"), "paint": "red"})
	if want := shelf.Properties.String("mainHookId"); hook.ID != want {
		t.Errorf("expected the hook to keep its id %s, got %s", want, hook.ID)
	}
	q := f.request("Hook", "h", nil)
	q.ID = hook.ID
	if err := f.cloud.Delete(q); err != nil {
		t.Fatal(err)
	}
	for _, o := range f.cloud.Objects() {
		if o.Kind == "hook" && (o.URN != "" || o.Owner == "") {
			t.Errorf("expected the hook to be released and to stay with its shelf, got %+v", o)
		}
	}
	_, err := f.cloud.Create(f.request("Hook", "h", Values{"hookId": "hook-9"}))
	expectRefusal(t, err, "NoSuchHook", "hook-9")
}

func TestAnUpdateLaysTheNewInputsOverTheObject(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	shelf, box := f.shelfWithBox()
	q := f.request("Box", "b", Values{"name": "one", "shelfId": shelf.ID, "tags": map[string]any{"a": "1"}})
	q.ID, q.Old = box.ID, Values{"name": "one", "shelfId": shelf.ID, "colour": "brown", "sturdy": true}
	changed, err := f.cloud.Update(q)
	if err != nil {
		t.Fatal(err)
	}
	want := box.Properties.Clone()
	want["tags"], want["tagsAll"] = map[string]any{"a": "1"}, map[string]any{"a": "1"}
	if diff := cmp.Diff(want, changed.Properties); diff != "" {
		t.Errorf("expected the tags to be new, the colour to stay and sturdy to go (-want +got):\n%s", diff)
	}
	q.Inputs = Values{"name": "one", "shelfId": "shelf-9"}
	_, err = f.cloud.Update(q)
	expectRefusal(t, err, "NoSuchShelf", "shelf-9")
	q.ID = "box-9"
	_, err = f.cloud.Update(q)
	expectRefusal(t, err, "ResourceNotFoundException", "box-9")
}

func TestAnObjectIsReadByItsIDAndItsImportID(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	shelf, box := f.shelfWithBox()
	for id, want := range map[string]bool{box.ID: true, shelf.ID + "/one": true, shelf.ID + "/two": false, "box-9": false} {
		q := f.request("Box", "b", nil)
		q.ID = id
		got, found, err := f.cloud.Read(q)
		if err != nil || found != want || found && got.ID != box.ID {
			t.Errorf("read %q: expected found %v, got %v, %v, %v", id, want, got, found, err)
		}
	}
	q := f.request("Box", "b", nil)
	q.ID, q.Account.Region = box.ID, "eu-west-1"
	if _, found, err := f.cloud.Read(q); found || err != nil {
		t.Errorf("expected the box not to be found in another region, got %v, %v", found, err)
	}
}

func TestAnOutputThatTheSimulationForgetsIsAnErrorThatNamesIt(t *testing.T) {
	t.Parallel()
	forgetful := shelf()
	forgetful.Create = nil
	c, err := Open("", Package{Name: "store", Resources: []Resource{forgetful}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Type(forgetful.Type)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Create(Request{Resource: r, URN: "u", Name: "s", Account: ExampleAccount, Inputs: Values{"name": "top"}})
	if err == nil || !strings.Contains(err.Error(), "sets no value for mainHookId") {
		t.Errorf("expected the error to name mainHookId, got %v", err)
	}
	if left := c.Objects(); len(left) != 0 {
		t.Errorf("expected nothing to be created, got %v", left)
	}
}
