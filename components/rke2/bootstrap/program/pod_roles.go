package program

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/awsworld"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/podroles"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/server"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// IdentifyPodRoles gives the service that lends roles to pods its certificate; see server.Server.
func IdentifyPodRoles(machine host.Host) error {
	return server.Server{Host: machine}.IdentifyPodRoles(time.Now())
}

// LendPodRoles lends roles to pods until the context ends. It needs no right on the node but to read its own files and to
// listen, and uses the credentials of the instance to begin sessions.
func LendPodRoles(ctx context.Context, machine host.Host, log *slog.Logger, listener net.Listener) error {
	data, err := machine.Read(documents.PodRolesPath)
	if err != nil {
		return err
	}
	settings, err := documents.ParsePodRoles(data)
	if err != nil {
		return err
	}
	sdk, err := config.LoadDefaultConfig(ctx, config.WithRegion(settings.Region))
	if err != nil {
		return fmt.Errorf("set up the AWS SDK: %w", err)
	}
	id, err := awsworld.Identity(ctx, imds.NewFromConfig(sdk))
	if err != nil {
		return err
	}
	authority, err := machine.Read(documents.AuthorityPath)
	if err != nil {
		return err
	}
	identity, err := machine.Read(documents.PodRolesIdentity)
	if err != nil {
		return err
	}
	api, err := podroles.NewAPI(id.Address, authority, identity)
	if err != nil {
		return err
	}
	roles := awsworld.Roles{Client: sts.NewFromConfig(sdk), Cluster: settings.Cluster}
	log = log.With("cluster", settings.Cluster, "instance", id.Instance)
	return podroles.New(settings.Roles, id.NodeName, api, roles, time.Now, log).Serve(ctx, listener)
}

// ListenForPods listens where the AWS SDKs in pods ask for credentials.
func ListenForPods(ctx context.Context) (net.Listener, error) {
	var listen net.ListenConfig
	return listen.Listen(ctx, "tcp", net.JoinHostPort(documents.PodRolesAddress, fmt.Sprint(documents.PodRolesPort)))
}
