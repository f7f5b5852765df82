package rehearsal

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/provider"
)

// Session is an opened rehearsal of one stack. It holds the state directory until Close. Its steps must not run at the same time.
type Session struct {
	options   Options
	dir       directory
	lock      *os.File
	cloud     *cloud.Cloud
	providers *provider.Providers
	keys      *keyService
	command   *command
	stack     auto.Stack
	project   string
	notices   []string
}

// Open prepares the state directory, starts the simulated providers and selects the stack, which it makes if it is new. Errors
// that a user can mend are BusyError, CorruptError and FullDiskError, or say what to change in the settings.
func Open(ctx context.Context, options Options) (*Session, error) {
	resolved, err := options.resolve()
	if err != nil {
		return nil, err
	}
	s := &Session{options: resolved, dir: directory{resolved.StateDir}}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(explain(s.dir.root, err), s.Close())
	}
	return s, nil
}

func (s *Session) open(ctx context.Context) error {
	if err := s.dir.create(); err != nil {
		return err
	}
	lock, err := lockDir(s.dir.root, s.dir.lock())
	if err != nil {
		return err
	}
	s.lock = lock
	if s.options.Fresh {
		if err := s.dir.forget(); err != nil {
			return err
		}
	}
	if err := checkSpace(s.dir.root, s.options.free); err != nil {
		return err
	}
	if err := s.dir.prepare(); err != nil {
		return err
	}
	copied, err := copySettings(s.options, s.dir.work())
	if err != nil {
		return err
	}
	s.project, s.notices = copied.project, copied.notices
	if err := s.dir.initStack(copied.project, s.options.Stack); err != nil {
		return err
	}
	if err := s.dir.verify(copied.project, s.options.Stack, len(s.options.Attach) == 0); err != nil {
		return err
	}
	if err := s.startProviders(); err != nil {
		return err
	}
	if err := s.startKeyService(); err != nil {
		return err
	}
	s.command, err = newCommand(ctx, s.options.PulumiCLI, command{
		env: environment(s.settings()), lock: s.lock, dir: s.dir.root, free: s.options.free,
	})
	if err != nil {
		return err
	}
	return s.selectStack(ctx)
}

func (s *Session) startProviders() error {
	simulated, err := cloud.Open(s.dir.cloud(), s.options.packages()...)
	if errors.Is(err, cloud.ErrCorrupt) {
		return &CorruptError{Dir: s.dir.root, Err: err}
	}
	if err != nil {
		return err
	}
	simulated.Inject(s.options.Faults)
	s.cloud = simulated
	s.providers, err = provider.Serve(simulated, provider.Options{
		Shape: s.options.PreviewShape, Components: s.options.Components, Cancelled: s.options.cancelled,
	})
	return err
}

func (s *Session) startKeyService() error {
	key, err := s.dir.readKey()
	if err != nil {
		return err
	}
	s.keys, err = serveKey(key, rand.Text())
	return err
}

func (s *Session) selectStack(ctx context.Context) error {
	options := []auto.LocalWorkspaceOption{auto.WorkDir(s.dir.work()), auto.Pulumi(s.command), auto.PulumiHome(s.dir.home())}
	if s.options.Program != nil {
		options = append(options, auto.Program(s.options.Program))
	}
	workspace, err := auto.NewLocalWorkspace(ctx, options...)
	if err != nil {
		return fmt.Errorf("open the workspace: %w", err)
	}
	if s.stack, err = auto.SelectStack(ctx, s.options.Stack, workspace); err != nil {
		return fmt.Errorf("select stack %q: %w", s.options.Stack, err)
	}
	return nil
}

// settings are the environment variables that make the engine run alone.
func (s *Session) settings() map[string]string {
	// Without the attribute files that the file backend keeps beside each file: it does not write them as a whole, so that an
	// engine which is killed may leave an empty one, and with it a stack that cannot be read.
	backend := url.URL{Scheme: "file", Path: filepath.ToSlash(s.dir.backend()), RawQuery: "metadata=skip"}
	settings := map[string]string{
		"PULUMI_BACKEND_URL":                            backend.String(),
		"PULUMI_HOME":                                   s.dir.home(),
		"VAULT_SERVER_URL":                              s.keys.address,
		"VAULT_SERVER_TOKEN":                            s.keys.token,
		"PULUMI_SKIP_UPDATE_CHECK":                      "true",
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION":   "true",
		"PULUMI_DEBUG_PROVIDERS":                        s.attachments(),
		"PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
	}
	if !s.options.Checkpoints {
		settings["PULUMI_SKIP_CHECKPOINTS"] = "true"
	}
	// An engine and its packs end after seconds, so that collecting less garbage saves an eighth of their work and costs a hundred
	// megabytes. A language host has compilers beside it, which are to keep to the memory that there is.
	if os.Getenv("GOGC") == "" && s.options.Program != nil {
		settings["GOGC"] = "400"
	}
	for _, pack := range s.options.PolicyPacks {
		for name, value := range pack.Env {
			settings[name] = value
		}
	}
	return settings
}

// attachments is the value of PULUMI_DEBUG_PROVIDERS: the simulated providers, and those that the options name.
func (s *Session) attachments() string {
	list := []string{s.providers.Attachments()}
	for _, name := range slices.Sorted(maps.Keys(s.options.Attach)) {
		list = append(list, fmt.Sprintf("%s:%d", name, s.options.Attach[name]))
	}
	return strings.Join(list, ",")
}

// Cloud is the simulated cloud, for looking at its objects and for changing them behind the engine's back.
func (s *Session) Cloud() *cloud.Cloud { return s.cloud }

// Notices tell what the rehearsal leaves out of the stack's settings, such as encrypted values.
func (s *Session) Notices() []string { return append([]string(nil), s.notices...) }

// Close stops the providers and the key service, and gives the state directory back. What was made stays for the next session.
func (s *Session) Close() error {
	var errs []error
	if s.providers != nil {
		errs = append(errs, s.providers.Close())
		s.providers = nil
	}
	if s.keys != nil {
		errs = append(errs, s.keys.close())
		s.keys = nil
	}
	if s.lock != nil {
		errs = append(errs, unlockDir(s.lock))
		s.lock = nil
	}
	return errors.Join(errs...)
}
