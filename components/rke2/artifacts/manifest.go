package artifacts

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// Manifest says what must be in the artifact bucket.
type Manifest struct {
	Artifacts []Artifact `json:"artifacts"`
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

// Verify reads every artifact of the manifest and returns one error that lists all that are missing or differ.
func (m Manifest) Verify(ctx context.Context, source Source) error {
	var found problems.List
	for _, a := range m.Artifacts {
		got, err := hashOf(ctx, source, a.Key)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			found.Add(a.Key, "is missing", problems.Missing, "put the file there")
		case err != nil:
			return fmt.Errorf("verify artifact %q: %w", a.Key, err)
		case got != a.SHA256:
			found.Add(a.Key, "differs from the manifest, which has "+a.SHA256, got,
				"find out who changed it; put the right file there, or correct the manifest")
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

// ParseSums reads a file in the form of sha256sum, as RKE2 releases it: a hash, blanks, an optional "*", a file name.
func ParseSums(r io.Reader) (map[string]string, error) {
	sums := map[string]string{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 2 || !validHash(fields[0]) {
			return nil, fmt.Errorf("read checksums: %q is not a hash and a file name", lines.Text())
		}
		sums[strings.TrimPrefix(fields[1], "*")] = fields[0]
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read checksums: %w", err)
	}
	return sums, nil
}

// Complete fills in the hashes of wanted artifacts by their file name in the bucket, and reports each that has none.
func Complete(wanted []Artifact, sums map[string]string) (Manifest, error) {
	var found problems.List
	manifest := Manifest{}
	for _, a := range wanted {
		file := a.Key[strings.LastIndex(a.Key, "/")+1:]
		hash, ok := sums[file]
		if !ok {
			found.Add(a.Key, "has no hash", problems.Missing, fmt.Sprintf("add the SHA-256 of %s", file))
			continue
		}
		a.SHA256 = hash
		manifest.Artifacts = append(manifest.Artifacts, a)
	}
	return manifest, found.Err("artifacts: incomplete hashes")
}
