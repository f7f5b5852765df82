package documents

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func FuzzParsePodRoles(f *testing.F) {
	const whole = `{"cluster": "c-0", "region": "eu-central-1", "roles": [{"namespace": "a", "serviceAccount": "b", "roleArn": "arn:aws:iam::123456789012:role/c"}]}`
	want := PodRolesSettings{Cluster: "c-0", Region: "eu-central-1", Roles: []PodRole{{"a", "b", "arn:aws:iam::123456789012:role/c"}}}
	got, err := ParsePodRoles([]byte(whole))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		f.Fatalf("what the service is told differs, %v (-want +got):\n%s", err, diff)
	}
	for _, text := range []string{"", "null", "{}", "[]", `{"roles": [null]}`, `{"roles": [{"namespace": 5}]}`, whole, whole + "{}"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := ParsePodRoles(data)
		if err != nil {
			return
		}
		written, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		second, err := ParsePodRoles(written)
		if diff := cmp.Diff(first, second); err != nil || diff != "" {
			t.Errorf("what the service is told is not read as it is written, %v (-first +second):\n%s", err, diff)
		}
	})
}
