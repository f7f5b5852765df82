package aws

import (
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

const tGetParameter = "aws:ssm/getParameter:getParameter"

func TestADocumentIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	session := `{"schemaVersion":"1.0","sessionType":"Standard_Stream"}`
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a session":             {in{}, "", ""},
		"the account's default": {in{"name": "SSM-SessionManagerRunShell"}, "", ""},
		"a name that is used":   {in{"name": "taken"}, "DocumentAlreadyExists", "taken"},
		"a name of AWS":         {in{"name": "AWS-Run"}, "ValidationException", "reserved"},
		"a name with a slash":   {in{"name": "a/b/c"}, "CheckFailure", "name"},
		"an unknown type":       {in{"documentType": "Shell"}, "CheckFailure", "documentType"},
		"no JSON":               {in{"content": "schemaVersion: 1.0"}, "InvalidDocumentContent", "not well-formed"},
		"YAML":                  {in{"content": "schemaVersion: '1.0'", "documentFormat": "YAML"}, "", ""},
		"no version":            {in{"content": "{}"}, "InvalidDocumentContent", "schemaVersion"},
		"a command's version":   {in{"content": `{"schemaVersion":"2.2"}`}, "InvalidDocumentContent", "1.0"},
		"an unknown session":    {in{"content": `{"schemaVersion":"1.0","sessionType":"Telnet"}`}, "InvalidDocumentContent", "Telnet"},
		"a share with nobody":   {in{"permissions": in{"type": "Share"}}, "CheckFailure", "account_ids"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			base := in{"name": "shell", "documentType": "Session", "content": session}
			w.make(tDocument, "first", laid(base, in{"name": "taken"}))
			_, err := w.create(tDocument, "d", laid(base, test.inputs))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAChangedDocumentGetsAVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inputs := in{"name": "shell", "documentType": "Session", "content": `{"schemaVersion":"1.0","sessionType":"Standard_Stream"}`}
	made := w.make(tDocument, "d", inputs)
	same, err := w.update(tDocument, "d", made.ID, laid(inputs, in{"tags": in{"a": "b"}}))
	expect(t, err, "", "")
	changed, err := w.update(tDocument, "d", made.ID, laid(inputs, in{"content": `{"schemaVersion":"1.0","sessionType":"Port"}`}))
	expect(t, err, "", "")
	for i, got := range []string{made.Properties.String("latestVersion"), same.Properties.String("latestVersion"), changed.Properties.String("latestVersion")} {
		if want := []string{"1", "1", "2"}[i]; got != want {
			t.Errorf("version %s expected at step %d, got %s", want, i, got)
		}
	}
}

func TestAParameterIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a text":                 {in{}, "", ""},
		"a secret":               {in{"type": "SecureString"}, "", ""},
		"a name that is used":    {in{"name": "/taken"}, "ParameterAlreadyExists", "already exists"},
		"a name of AWS":          {in{"name": "/aws/service/x"}, "ValidationException", "reserved"},
		"a path without a root":  {in{"name": "a/b"}, "ValidationException", "Parameter name"},
		"a deep path":            {in{"name": strings.Repeat("/x", 16)}, "HierarchyLevelLimitExceededException", "15"},
		"a long value":           {in{"value": strings.Repeat("x", 4097)}, "ValidationException", "4096"},
		"a long value, advanced": {in{"value": strings.Repeat("x", 4097), "tier": "Advanced"}, "", ""},
		"no value":               {in{"value": nil}, "CheckFailure", "insecure_value"},
		"two values":             {in{"insecureValue": "x"}, "CheckFailure", "insecure_value"},
		"an open secret":         {in{"value": nil, "insecureValue": "x", "type": "SecureString"}, "CheckFailure", "SecureString"},
		"a missing key":          {in{"type": "SecureString", "keyId": "none"}, "InvalidKeyId", "none"},
		"another pattern":        {in{"allowedPattern": "^[0-9]+$"}, "ParameterPatternMismatchException", "pattern"},
		"no image":               {in{"dataType": "aws:ec2:image"}, "UnsupportedParameterType", "AMI"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			base := in{"name": "/cloudgap/x", "type": "String", "value": "hidden"}
			w.make(tParameter, "first", laid(base, in{"name": "/taken"}))
			_, err := w.create(tParameter, "p", laid(base, test.inputs))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAParameterIsLookedUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.make(tParameter, "own", in{"name": "/own", "type": "SecureString", "value": "hidden"})
	got, err := w.answer(tGetParameter, in{"name": "/own"})
	expect(t, err, "", "")
	if got.String("value") != "hidden" || got.String("insecureValue") != "" {
		t.Errorf("the value, and not openly, expected, got %v", got)
	}
	image := "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
	got, err = w.answer(tGetParameter, in{"name": image})
	expect(t, err, "", "")
	if id := got.String("value"); !imageID.MatchString(id) || architectureOf(id) != "arm64" {
		t.Errorf("the id of an image for arm64 expected, got %s", id)
	}
	elsewhere := *w
	elsewhere.At = cloud.Account{ID: w.At.ID, Region: "eu-west-1", Partition: "aws"}
	if other, _ := elsewhere.answer(tGetParameter, in{"name": image}); other.String("value") == got.String("value") {
		t.Error("another id in another Region expected")
	}
	_, err = w.answer(tGetParameter, in{"name": "/aws/service/none"})
	expect(t, err, "ParameterNotFound", "/aws/service/none")
}

func TestAnImageIsLookedUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	filters := []any{in{"name": "name", "values": []any{"al2023-ami-2023.*-arm64"}}}
	got, err := w.answer("aws:ec2/getAmi:getAmi", in{"owners": []any{"amazon"}, "mostRecent": true, "filters": filters})
	expect(t, err, "", "")
	if got.String("architecture") != "arm64" || architectureOf(got.String("id")) != "arm64" {
		t.Errorf("an image for arm64 expected, got %v", got)
	}
	for _, args := range []in{
		{"owners": []any{"amazon"}, "filters": filters}, {"owners": []any{"self"}, "mostRecent": true, "filters": filters}, {"owners": []any{"amazon"}, "mostRecent": true},
	} {
		if _, err := w.answer("aws:ec2/getAmi:getAmi", args); err == nil || !strings.Contains(err.Error(), "your query returned") {
			t.Errorf("no single image expected for %v, got %v", args, err)
		}
	}
}
