package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/cloudgap/cloudgap/components/access/zerotrust/rotation"
)

// tokenVariable holds the API token: an argument would show in the process list.
const tokenVariable = "CLOUDFLARE_API_TOKEN"

type tunnelCommand struct {
	Rotate     rotateCommand     `cmd:"" help:"Give the tunnel a new secret without replacing it. Connections stay."`
	Disconnect disconnectCommand `cmd:"" help:"Cut every connection of the tunnel. Connectors that have its token connect again."`
}

// tunnelArguments name a tunnel. The API token is in CLOUDFLARE_API_TOKEN.
type tunnelArguments struct {
	Account string `required:"" help:"The Cloudflare account."`
	Tunnel  string `required:"" help:"The tunnel's id, an output of the stack."`
}

func (a tunnelArguments) api() (rotation.API, error) {
	token := os.Getenv(tokenVariable)
	if token == "" {
		return rotation.API{}, errors.New("tunnel: " + tokenVariable + " is not set; put an API token there that may edit Cloudflare Tunnels")
	}
	return rotation.API{Token: token}, nil
}

type rotateCommand struct{ tunnelArguments }

// Run rotates the tunnel's secret and says what is left to do.
func (c *rotateCommand) Run(env *environment) error {
	api, err := c.api()
	if err != nil {
		return err
	}
	if err := api.Rotate(env.ctx, c.Account, c.Tunnel); err != nil {
		return fmt.Errorf("rotate the secret of tunnel %s: %w", c.Tunnel, err)
	}
	env.out.Printf("Tunnel %s has a new secret. What is left to do: docs/guides/rotate-the-tunnel-secret.md, from step 2.\n", c.Tunnel)
	return nil
}

type disconnectCommand struct{ tunnelArguments }

// Run cuts the tunnel's connections.
func (c *disconnectCommand) Run(env *environment) error {
	api, err := c.api()
	if err != nil {
		return err
	}
	if err := api.Disconnect(env.ctx, c.Account, c.Tunnel); err != nil {
		return fmt.Errorf("disconnect tunnel %s: %w", c.Tunnel, err)
	}
	env.out.Printf("Tunnel %s has no connections but those that connectors open from now on.\n", c.Tunnel)
	return nil
}
