package install

import (
	"context"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// mount makes a file system on the volume for etcd, if it has none, and mounts it. A volume that has one is left as it is, so
// that nothing is ever overwritten: should it hold the data of another server, the node refuses to start RKE2 on them.
func (i Installer) mount(ctx context.Context) error {
	device := i.Settings.System.Volume
	if device == "" {
		return nil
	}
	// blkid fails if the device has neither file system nor partitions, and also if there is no device; mkfs tells these apart.
	if _, err := i.Host.Run(ctx, "blkid", "--probe", device); err != nil {
		if _, err := i.Host.Run(ctx, "mkfs.xfs", device); err != nil {
			return err
		}
	}
	changed, err := i.Host.Write(documents.VolumeUnit(i.Settings))
	if err != nil {
		return err
	}
	if changed {
		if _, err := i.Host.Run(ctx, "systemctl", "daemon-reload"); err != nil {
			return err
		}
	}
	_, err = i.Host.Run(ctx, "systemctl", "enable", "--now", documents.MountName)
	return err
}
