package install

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// unpackedPath holds the hash of the tarball that was unpacked last.
const unpackedPath = "/var/lib/cloudgap/unpacked"

// unpack unpacks RKE2's tarball, unless that very tarball was, and lets systemd know.
func (i Installer) unpack(ctx context.Context) error {
	for _, a := range i.Settings.Artifacts.List {
		if a.Kind != artifacts.Tarball {
			continue
		}
		if done, err := i.Host.Read(unpackedPath); err == nil && string(done) == a.SHA256 {
			continue
		}
		if err := i.untar(Target(a)); err != nil {
			return fmt.Errorf("unpack %s: %w", a.Name, err)
		}
		if _, err := i.Host.Run(ctx, "systemctl", "daemon-reload"); err != nil {
			return err
		}
		if _, err := i.Host.Write(documents.File{Path: unpackedPath, Mode: 0o600, Content: a.SHA256}); err != nil {
			return err
		}
	}
	return nil
}

func (i Installer) untar(path string) error {
	file, err := os.Open(i.Host.Path(path))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	zipped, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	for archive := tar.NewReader(zipped); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := i.entry(header, archive); err != nil {
			return err
		}
	}
}

// entry writes one entry of a tarball. RKE2's has plain files and folders only; anything else is refused, as is a name that
// leads out of the prefix.
func (i Installer) entry(header *tar.Header, content io.Reader) error {
	if !filepath.IsLocal(header.Name) {
		return fmt.Errorf("the entry %q leads out of %s", header.Name, documents.InstallPrefix)
	}
	path := filepath.Join(documents.InstallPrefix, header.Name)
	switch header.Typeflag {
	case tar.TypeDir:
		return os.MkdirAll(i.Host.Path(path), 0o755)
	case tar.TypeReg:
		return i.Host.WriteFrom(path, header.FileInfo().Mode()&fs.ModePerm, func(w io.Writer) error {
			_, err := io.Copy(w, content) //nolint:gosec // the size is bounded by the tarball, whose hash is pinned
			return err
		})
	default:
		return fmt.Errorf("the entry %q is neither a file nor a folder", header.Name)
	}
}
