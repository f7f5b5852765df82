package install

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Staging is where artifacts lie that are unpacked or installed.
const Staging = "/var/lib/cloudgap/artifacts"

// Target returns where an artifact goes on a node.
func Target(a artifacts.Artifact) string {
	switch a.Kind {
	case artifacts.Images:
		return documents.ImagesDir + "/" + a.Name
	case artifacts.CredentialProvider:
		return documents.ProviderDir + "/bin/" + a.Name
	case artifacts.Chart:
		return documents.ChartsDir + "/" + a.Name
	case artifacts.Program, artifacts.Tarball, artifacts.Package:
		return Staging + "/" + a.Name
	default:
		return Staging + "/" + a.Name
	}
}

// fetch puts every artifact in its place. Nothing that differs from its hash ever gets its name.
func (i Installer) fetch(ctx context.Context) error {
	for _, a := range i.Settings.Artifacts.List {
		present, err := i.present(a)
		if err != nil {
			return err
		}
		if present {
			continue
		}
		if err := i.download(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

func (i Installer) present(a artifacts.Artifact) (bool, error) {
	file, err := os.Open(i.Host.Path(Target(a)))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	if err := errors.Join(err, file.Close()); err != nil {
		return false, err
	}
	return hex.EncodeToString(sum.Sum(nil)) == a.SHA256, nil
}

func (i Installer) download(ctx context.Context, a artifacts.Artifact) error {
	content, err := i.Source.Open(ctx, a.Key)
	if err != nil {
		return fmt.Errorf("fetch %s: %w", a.Key, err)
	}
	defer func() { _ = content.Close() }()
	mode := fs.FileMode(0o600)
	if a.Kind == artifacts.CredentialProvider {
		mode = 0o755
	}
	return i.Host.WriteFrom(Target(a), mode, func(w io.Writer) error {
		sum := sha256.New()
		if _, err := io.Copy(io.MultiWriter(w, sum), content); err != nil {
			return err
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != a.SHA256 {
			return fmt.Errorf("%s has the hash %s, expected is %s; it is not used", a.Key, got, a.SHA256)
		}
		return nil
	})
}
