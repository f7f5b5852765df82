package awsworld_test

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/awsworld"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/node"
	"github.com/cloudgap/cloudgap/internal/s3test"
)

var anyone = credentials.NewStaticCredentialsProvider("id", "secret", "")

func s3Client(url string) *s3.Client {
	return s3.New(s3.Options{
		Region: "eu-central-1", BaseEndpoint: aws.String(url), Credentials: anyone, UsePathStyle: true,
	})
}

func storeAt(url string) awsworld.Store {
	return awsworld.Store{Client: s3Client(url), Bucket: "snapshots", Folder: "prod/bootstrap"}
}

// conditionsHold is what the protocol needs of a store, whoever runs it.
func conditionsHold(t *testing.T, store awsworld.Store) {
	t.Helper()
	ctx := t.Context()
	if _, _, err := store.Get(ctx, "claim"); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("expected a missing object to be fs.ErrNotExist, got %v", err)
	}
	if err := store.Put(ctx, "claim", []byte("one"), `"0123456789abcdef0123456789abcdef"`); err == nil {
		t.Fatal("expected no object to be made where one was to be replaced")
	}
	if err := store.Put(ctx, "claim", []byte("one"), ""); err != nil {
		t.Fatalf("expected the first put to work, got %v", err)
	}
	if err := store.Put(ctx, "claim", []byte("two"), ""); !errors.Is(err, node.ErrConflict) {
		t.Fatalf("expected a put to a taken key to be a conflict, got %v", err)
	}
	data, first, err := store.Get(ctx, "claim")
	if diff := cmp.Diff("one", string(data)); err != nil || diff != "" {
		t.Fatalf("content differs (-want +got), error %v:\n%s", err, diff)
	}
	if err := store.Put(ctx, "claim", []byte("two"), first); err != nil {
		t.Fatalf("expected the replacement of what was read to work, got %v", err)
	}
	if err := store.Put(ctx, "claim", []byte("three"), first); !errors.Is(err, node.ErrConflict) {
		t.Fatalf("expected the replacement of what is no longer there to be a conflict, got %v", err)
	}
	data, _, err = store.Get(ctx, "claim")
	if diff := cmp.Diff("two", string(data)); err != nil || diff != "" {
		t.Fatalf("content differs (-want +got), error %v:\n%s", err, diff)
	}
}

func TestPutsAreConditional(t *testing.T) {
	t.Parallel()
	conditionsHold(t, storeAt(s3test.Start(t).URL))
}

func TestALostAnswerLeavesOpenWhoWonAndReadingTells(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	lost := false
	server.Inject(func(r *http.Request) s3test.Fault {
		if r.Method == http.MethodPut && !lost {
			lost = true
			return s3test.LostAnswer
		}
		return s3test.None
	})
	store := storeAt(server.URL)
	err := store.Put(t.Context(), "claim", []byte("mine"), "")
	if !errors.Is(err, node.ErrConflict) {
		t.Errorf("expected the SDK's own retry to find the key taken, got %v", err)
	}
	data, _, err := store.Get(t.Context(), "claim")
	if diff := cmp.Diff("mine", string(data)); err != nil || diff != "" {
		t.Errorf("expected the put to have worked (-want +got), error %v:\n%s", err, diff)
	}
}

func TestARaceOfConditionalRequestsIsAConflict(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	server.Inject(func(*http.Request) s3test.Fault { return s3test.Conflict })
	if err := storeAt(server.URL).Put(t.Context(), "claim", []byte("mine"), ""); !errors.Is(err, node.ErrConflict) {
		t.Errorf("expected 409 to be a conflict, got %v", err)
	}
}

func TestTheBucketIsASourceOfArtifacts(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	server.Set("/artifacts/v1/rke2.tar.gz", []byte("bytes"))
	bucket := awsworld.Bucket{Client: s3Client(server.URL), Name: "artifacts"}
	content, err := bucket.Open(t.Context(), "v1/rke2.tar.gz")
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(content)
	if diff := cmp.Diff("bytes", string(data)); err != nil || diff != "" {
		t.Errorf("content differs (-want +got), error %v:\n%s", err, diff)
	}
	if err := content.Close(); err != nil {
		t.Error(err)
	}
	if _, err := bucket.Open(t.Context(), "v1/gone"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("expected a missing artifact to be fs.ErrNotExist, got %v", err)
	}
}
