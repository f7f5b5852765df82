package artifacts

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// Manifest says what must be in the artifact bucket.
type Manifest struct {
	Artifacts []Artifact `json:"artifacts"`
}

// ParseManifest reads a manifest from its JSON form. A manifest of nothing is an error, as it would find everything intact; so is
// an artifact that could not be compared, for want of a key or of a hash.
func ParseManifest(data []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("artifacts: read the manifest: %w", err)
	}
	var found problems.List
	if len(m.Artifacts) == 0 {
		found.Add("artifacts", "is empty", problems.Missing, "write the manifest with cloudgap artifacts manifest")
	}
	for i, a := range m.Artifacts {
		at := fmt.Sprintf("artifacts[%d]", i)
		if a.Key == "" {
			found.Add(at+".key", "is required", problems.Missing, "name the object in the artifact bucket")
		}
		checkHash(at+".sha256", a.SHA256, &found)
	}
	if err := found.Err("artifacts: the manifest cannot be compared with"); err != nil {
		return Manifest{}, err
	}
	return m, nil
}

// Source is where artifacts lie: a bucket or a directory. Open returns an error that wraps fs.ErrNotExist for a missing key.
type Source interface {
	Open(ctx context.Context, key string) (io.ReadCloser, error)
}

// Directory is a Source on disk.
type Directory string

// Open opens the file with the given key as its path below the directory. A path that leaves the directory is refused.
func (d Directory) Open(_ context.Context, key string) (io.ReadCloser, error) {
	file, err := os.OpenInRoot(string(d), filepath.FromSlash(key))
	if err != nil {
		return nil, fmt.Errorf("open artifact %q: %w", key, err)
	}
	return file, nil
}

// State is how an artifact that is there compares with the manifest.
type State string

// The states of an artifact.
const (
	Intact    State = "intact"
	Missing   State = "missing"
	Different State = "different"
)

// Judgement is what became of one artifact.
type Judgement struct {
	Key   string `json:"key"`
	State State  `json:"state"`
	// Expected is the hash in the manifest, Got that of the file; empty if it is missing.
	Expected string `json:"expected"`
	Got      string `json:"got,omitempty"`
}

// Judge reads every artifact of the manifest and tells how it compares, one after the other. The error is about what could not be
// read; a file that is missing or differs is none.
func (m Manifest) Judge(ctx context.Context, source Source, each func(Judgement)) ([]Judgement, error) {
	list := make([]Judgement, 0, len(m.Artifacts))
	for _, a := range m.Artifacts {
		got, err := hashOf(ctx, source, a.Key)
		judged := Judgement{Key: a.Key, State: Intact, Expected: a.SHA256, Got: got}
		switch {
		case errors.Is(err, fs.ErrNotExist):
			judged.State = Missing
		case err != nil:
			return list, fmt.Errorf("verify artifact %q: %w", a.Key, err)
		case got != a.SHA256:
			judged.State = Different
		}
		each(judged)
		list = append(list, judged)
	}
	return list, nil
}

// Verify is Judge with one error that lists all artifacts that are missing or differ.
func (m Manifest) Verify(ctx context.Context, source Source) error {
	list, err := m.Judge(ctx, source, func(Judgement) {})
	if err != nil {
		return err
	}
	return Problems(list)
}

// Problems returns one error that lists all artifacts that are missing or differ, and nil if none does.
func Problems(list []Judgement) error {
	var found problems.List
	for _, j := range list {
		switch j.State {
		case Missing:
			found.Add(j.Key, "is missing", problems.Missing, "put the file there")
		case Different:
			found.Add(j.Key, "differs from the manifest, which has "+j.Expected, j.Got,
				"find out who changed it; put the right file there, or correct the manifest")
		case Intact:
		}
	}
	return found.Err("artifacts: the files are not those of the manifest")
}

func hashOf(ctx context.Context, source Source, key string) (string, error) {
	content, err := source.Open(ctx, key)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, content)
	if err := errors.Join(err, content.Close()); err != nil {
		return "", fmt.Errorf("read: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Complete fills in the hashes of wanted artifacts by their key, and reports each that has none. The path names the hashes in
// the report.
func Complete(path string, wanted []Artifact, hashes map[string]string, found *problems.List) []Artifact {
	list := make([]Artifact, 0, len(wanted))
	for _, a := range wanted {
		hash, ok := hashes[a.Key]
		if !ok {
			found.Add(path+"."+a.Key, "has no hash", problems.Missing, "add the SHA-256 of the object, as the release's sha256sum file has it")
			continue
		}
		if !checkHash(path+"."+a.Key, hash, found) {
			continue
		}
		a.SHA256 = hash
		list = append(list, a)
	}
	return list
}
