package awsworld_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/awsworld"
)

// listing is a bucket whose list has one object on each page, stored at the times given.
func listing(t *testing.T, stored ...string) awsworld.Snapshots {
	t.Helper()
	bucket := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if prefix := r.URL.Query().Get("prefix"); prefix != "prod/snapshots/" {
			t.Errorf("expected a list of snapshots only, got the prefix %q", prefix)
		}
		page := 0
		if token := r.URL.Query().Get("continuation-token"); token != "" {
			_, _ = fmt.Sscan(token, &page)
		}
		body := "<ListBucketResult>"
		if page < len(stored) {
			body += fmt.Sprintf("<Contents><Key>prod/snapshots/%d</Key><LastModified>%s</LastModified></Contents>", page, stored[page])
		}
		if page+1 < len(stored) {
			body += fmt.Sprintf("<IsTruncated>true</IsTruncated><NextContinuationToken>%d</NextContinuationToken>", page+1)
		}
		_, _ = io.WriteString(w, body+"</ListBucketResult>")
	}))
	t.Cleanup(bucket.Close)
	return awsworld.Snapshots{Client: s3Client(bucket.URL), Bucket: "snapshots", Folder: "prod/snapshots"}
}

func TestTheNewestSnapshotIsFoundOnWhicheverPage(t *testing.T) {
	t.Parallel()
	got, err := listing(t, "2026-11-01T00:00:00.000Z", "2026-11-02T06:00:00.000Z", "2026-11-01T12:00:00.000Z").Newest(t.Context())
	if want := time.Date(2026, 11, 2, 6, 0, 0, 0, time.UTC); err != nil || !got.Equal(want) {
		t.Errorf("expected %v, got %v, %v", want, got, err)
	}
	if got, err := listing(t).Newest(t.Context()); err != nil || !got.IsZero() {
		t.Errorf("expected no time without a snapshot, got %v, %v", got, err)
	}
}
